// Which machine instructions the kernels may use, found out when the program runs.
//
// Every kernel is written once plainly, for any machine, and again for x86-64 with AVX2 and with AVX-512. A kernel
// takes the level as its last argument, so that tests run every road and compare it with the plain one; everybody else
// leaves it out. SOJOURN_CPU=plain|avx2|avx512 in the environment caps the level of a whole program.
//
// Threads   safe; found out once.
#pragma once

#include <string_view>
#include <vector>

namespace sojourn {

enum class CpuLevel : unsigned char {
  kPlain,   // Whatever the compiler makes of plain C++.
  kAvx2,    // AVX2, BMI1, BMI2, POPCNT: x86-64-v3, from 2013 on.
  kAvx512,  // AVX-512 F, BW, DQ, VL, VBMI, VBMI2: from 2019 on.
};

// The highest level of this machine, capped by SOJOURN_CPU.
CpuLevel cpu_level();
// All levels that this machine can run, ascending; not capped.
std::vector<CpuLevel> cpu_levels();
std::string_view cpu_level_name(CpuLevel level);

}  // namespace sojourn

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define SOJOURN_X86_KERNELS 1
#define SOJOURN_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define SOJOURN_AVX512 \
  __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2")))
#else
#define SOJOURN_X86_KERNELS 0
#endif
