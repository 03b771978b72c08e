// Tables over code columns of one byte: which events pass, and what their codes stand for.
//
// Every question about which event is which is one table of 256 entries, made once a question, looked up once an event.
// Cost      measured on one core: docs/decisions/0008-kernels.md. Memory: none.
// Threads   pure. Bits beyond `count` in the last word are zero. Nothing is read or written beyond `count`.
// Source    vpshufb as a table of 16, AVX-512 VBMI as one of 128: Mula and Lemire, Software: Practice and Experience
//           48(12), 2018, use the same instructions for base64.
// Checked   against the plain road on random tables, lengths and alignments, kernels_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/cpu.h"

namespace sojourn {

// Bit i of `bits` (bit i % 64 of word i / 64; (count + 63) / 64 words are written): table256[codes[i]] != 0.
void match_codes(const uint8_t* codes, size_t count, const uint8_t* table256, uint64_t* bits,
                 CpuLevel level = cpu_level());

// out[i] = table256[codes[i]]. `out` may be `codes`.
void map_codes(const uint8_t* codes, size_t count, const uint8_t* table256, uint8_t* out, CpuLevel level = cpu_level());

// Copies the codes whose bit is set to `out`, one after another, and answers how many. `out` may be `codes`.
// `out` has room for all that are set, and for 64 more that may be overwritten with anything.
size_t compress_codes(const uint8_t* codes, size_t count, const uint64_t* bits, uint8_t* out,
                      CpuLevel level = cpu_level());

}  // namespace sojourn
