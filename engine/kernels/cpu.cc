#include "kernels/cpu.h"

#include <algorithm>
#include <cstdlib>

namespace sojourn {
namespace {

CpuLevel level_of_machine() {
#if SOJOURN_X86_KERNELS
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return CpuLevel::kPlain;
  const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                    __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
  return wide ? CpuLevel::kAvx512 : CpuLevel::kAvx2;
#else
  return CpuLevel::kPlain;
#endif
}

CpuLevel capped_level() {
  const char* asked = std::getenv("SOJOURN_CPU");
  const CpuLevel machine = level_of_machine();
  if (asked == nullptr) return machine;
  for (const CpuLevel level : {CpuLevel::kPlain, CpuLevel::kAvx2}) {
    if (cpu_level_name(level) == asked) return std::min(machine, level);
  }
  return machine;
}

}  // namespace

CpuLevel cpu_level() {
  static const CpuLevel level = capped_level();
  return level;
}

std::vector<CpuLevel> cpu_levels() {
  std::vector<CpuLevel> levels;
  for (const CpuLevel level : {CpuLevel::kPlain, CpuLevel::kAvx2, CpuLevel::kAvx512}) {
    if (level <= level_of_machine()) levels.push_back(level);
  }
  return levels;
}

std::string_view cpu_level_name(CpuLevel level) {
  if (level == CpuLevel::kAvx512) return "avx512";
  return level == CpuLevel::kAvx2 ? "avx2" : "plain";
}

}  // namespace sojourn
