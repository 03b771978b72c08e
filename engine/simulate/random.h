// Random numbers that are the same on every machine and compiler (the library's distributions are not).
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>

namespace sojourn {

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, quick, and good enough for a made-up company.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  // In [0, 1).
  double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool chance(double probability) { return share() < probability; }
  // In [0, count).
  size_t below(size_t count) { return static_cast<size_t>(share() * static_cast<double>(count)); }
  double exponential(double mean) { return -mean * std::log1p(-share()); }
  double normal(double mean, double deviation) {
    const double radius = std::sqrt(-2 * std::log1p(-share()));
    return mean + deviation * radius * std::cos(2 * std::numbers::pi * share());
  }
  // Index drawn by weight. REQUIRES: weights not all zero.
  size_t weighted(std::span<const double> weights) {
    double total = 0;
    for (const double weight : weights) total += weight;
    double left = share() * total;
    for (size_t i = 0; i + 1 < weights.size(); ++i) {
      left -= weights[i];
      if (left < 0) return i;
    }
    return weights.size() - 1;
  }

 private:
  uint64_t state_;
};

}  // namespace sojourn
