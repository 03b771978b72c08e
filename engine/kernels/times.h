// Columns of points in time: which events come after a pause, which lie in a range.
//
// Cost      four (AVX2) or eight (AVX-512) events at a time. Memory: none.
// Threads   pure. (count + 63) / 64 words are written; bits beyond `count` are zero.
// Checked   against the plain road on random times, lengths and alignments, kernels_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/cpu.h"

namespace sojourn {

// Bit i: times[i] - times[i-1] > gap. Bit 0 is not set. Where one customer ends and the next begins the bit says
// nothing: the caller sets or clears it (set_positions).
void match_gaps(const int64_t* times, size_t count, int64_t gap, uint64_t* bits, CpuLevel level = cpu_level());

// Bit i: from <= times[i] < to.
void match_times(const int64_t* times, size_t count, int64_t from, int64_t to, uint64_t* bits,
                 CpuLevel level = cpu_level());

// Copies the words whose bit is set to `out`, one after another, and answers how many. `out` may be `words`, and has
// room for 8 more than are set.
size_t compress_words(const int64_t* words, size_t count, const uint64_t* bits, int64_t* out,
                      CpuLevel level = cpu_level());

}  // namespace sojourn
