// How long each kernel takes, for each level of this machine: nanoseconds an event over columns the size of a block.
//   sojourn_kernels_bench [events] [nodes]
// The data are made: customers of 20 events on average, codes by Zipf's law, times in seconds. The least of 9 runs.
#include "kernels/cpu.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "kernels/codes.h"
#include "kernels/pairs.h"
#include "kernels/times.h"
#include "stats/quantile_sketch.h"
#include "timelines/times_codec.h"

namespace sojourn {
namespace {

struct Lives {
  std::vector<uint8_t> codes;
  std::vector<Micros> times;
  std::vector<uint32_t> begins;
  std::vector<uint64_t> begin_bits;
};

Lives made_up(size_t events, uint32_t nodes) {
  std::mt19937_64 random(1);
  std::vector<double> weights{0};
  for (uint32_t code = 1; code < nodes; ++code) weights.push_back(1.0 / code);
  std::discrete_distribution<unsigned> code(weights.begin(), weights.end());
  std::geometric_distribution<unsigned> more(1.0 / 20);
  std::lognormal_distribution<double> pause(8, 3);
  Lives lives;
  while (lives.codes.size() < events) {
    lives.begins.push_back(static_cast<uint32_t>(lives.codes.size()));
    Micros time = Micros{1'700'000'000} * kSecond + static_cast<Micros>(random() % 10'000'000) * kSecond;
    for (size_t left = 1 + more(random); left > 0 && lives.codes.size() < events; --left) {
      lives.codes.push_back(static_cast<uint8_t>(code(random)));
      lives.times.push_back(time);
      time += static_cast<Micros>(std::min(1e7, pause(random))) * kSecond;
    }
  }
  lives.begin_bits.assign((events + 63) / 64, 0);
  set_positions(lives.begins, lives.begin_bits.data());
  lives.begins.push_back(static_cast<uint32_t>(events));
  return lives;
}

double nanoseconds_per_event(size_t events, const std::function<void()>& work) {
  double best = 1e300;
  for (int run = 0; run < 9; ++run) {
    constexpr int kRounds = 20;
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < kRounds; ++round) work();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count() / kRounds / static_cast<double>(events));
  }
  return best;
}

void measure(const std::string& name, const Lives& lives, const std::function<void(CpuLevel)>& kernel) {
  std::printf("%-34s", name.c_str());
  for (const CpuLevel level : cpu_levels()) {
    std::printf("%10.3f", nanoseconds_per_event(lives.codes.size(), [&] { kernel(level); }));
  }
  std::printf("\n");
}

void measure_all(const Lives& lives, uint32_t nodes) {
  const size_t count = lives.codes.size();
  std::vector<uint64_t> bits((count + 63) / 64);
  std::vector<uint8_t> codes(count + 64);
  std::vector<int64_t> words(count + 8);
  std::vector<uint16_t> pairs(count);
  std::vector<uint8_t> table(256, 0);
  for (uint32_t code = 1; code < nodes; code += 3) table[code] = 1;
  std::printf("%-34s", "ns/event");
  for (const CpuLevel level : cpu_levels()) std::printf("%10s", std::string(cpu_level_name(level)).c_str());
  std::printf("\n");
  measure("match_codes", lives,
          [&](CpuLevel level) { match_codes(lives.codes.data(), count, table.data(), bits.data(), level); });
  measure("map_codes", lives,
          [&](CpuLevel level) { map_codes(lives.codes.data(), count, table.data(), codes.data(), level); });
  measure("compress_codes", lives,
          [&](CpuLevel level) { compress_codes(lives.codes.data(), count, bits.data(), codes.data(), level); });
  measure("compress_words", lives,
          [&](CpuLevel level) { compress_words(lives.times.data(), count, bits.data(), words.data(), level); });
  measure("match_gaps", lives,
          [&](CpuLevel level) { match_gaps(lives.times.data(), count, 30 * kMinute, bits.data(), level); });
  measure("match_times", lives, [&](CpuLevel level) {
    match_times(lives.times.data(), count, lives.times[0], lives.times[0] + 30 * kDay, bits.data(), level);
  });
  measure("pair_numbers", lives, [&](CpuLevel level) {
    pair_numbers(lives.codes.data(), count, lives.begin_bits.data(), nodes, pairs.data(), level);
  });
  PairCounts counts;
  measure("PairCounts::add", lives, [&](CpuLevel) {
    counts.reset(nodes);
    counts.add(pairs, lives.begin_bits.data());
  });
  std::vector<uint32_t> places(counts.size() + 1);
  const auto place = [&] {
    uint32_t at = 0;
    for (size_t pair = 0; pair + 1 < places.size(); ++pair) {
      places[pair + 1] = at;
      at += counts.times(pair);
    }
    places[0] = 0;
    sort_lengths(pairs, lives.times, places, {words.data(), count});
  };
  measure("sort_lengths", lives, [&](CpuLevel) { place(); });
  const std::string packed = encode_times(lives.times, lives.begins);
  std::vector<Micros> times(count);
  measure("decode_times", lives, [&](CpuLevel level) { decode_times(packed, lives.begins, times, level); });
  std::printf("times take %.3f bytes an event\n", static_cast<double>(packed.size()) / static_cast<double>(count));
}

}  // namespace
}  // namespace sojourn

int main(int argc, char** argv) {
  const size_t events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 65'536;
  const auto nodes = static_cast<uint32_t>(argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 40);
  if (events == 0 || nodes < 2 || nodes > sojourn::kPairNodesMax) {
    std::fprintf(stderr, "usage: sojourn_kernels_bench [events] [nodes, 2 to 256]\n");
    return 2;
  }
  sojourn::measure_all(sojourn::made_up(events, nodes), nodes);
  return 0;
}
