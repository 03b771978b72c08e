#include "event_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "base/parallel.h"
#include "must.h"

namespace sojourn::bench {
namespace {

constexpr uint32_t kBegin = 1'609'459'200;  // 2021-01-01.
constexpr double kDay = 86'400;
constexpr double kEventsMean = 20;
constexpr double kEventsMost = 20'000;
constexpr std::array<double, 4> kStepShares{0.16, 0.11, 0.07, 0.03};
constexpr double kRepeats = 0.15;     // The same touchpoint again.
constexpr double kNewSession = 0.30;  // The others follow within the session.
constexpr double kChannelStays = 0.70;

// SplitMix64, one a customer: the same numbers on every machine and thread.
class Chance {
 public:
  Chance(uint64_t seed, uint64_t customer) : state_(seed * 0x9E3779B97F4A7C15 + customer * 0xD1B54A32D192ED03) {
    next();
  }
  uint64_t next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  // [0, 1)
  double exponential(double mean) { return -mean * std::log1p(-unit()); }

 private:
  uint64_t state_;
};

// Draws 1..n by weight.
class Weighted {
 public:
  explicit Weighted(std::vector<double> weights) {
    double sum = 0;
    for (const double weight : weights) ends_.push_back(sum += weight);
    for (double& end : ends_) end /= sum;
    ends_.back() = 1;
  }
  uint8_t draw(Chance& chance) const {
    return static_cast<uint8_t>(std::upper_bound(ends_.begin(), ends_.end(), chance.unit()) - ends_.begin() + 1);
  }

 private:
  std::vector<double> ends_;
};

Weighted touchpoint_shares() {
  std::vector<double> weights(kStepShares.begin(), kStepShares.end());
  double zipf = 0;
  for (uint32_t rank = 1; rank <= kTouchpoints - kStepShares.size(); ++rank) zipf += 1.0 / rank;
  for (uint32_t rank = 1; rank <= kTouchpoints - kStepShares.size(); ++rank) weights.push_back(0.63 / zipf / rank);
  return Weighted(weights);
}

Weighted channel_shares() {
  std::vector<double> weights;
  for (uint32_t rank = 1; rank <= kChannels; ++rank) weights.push_back(1.0 / rank);
  return Weighted(weights);
}

// Lomax with shape 2, whose mean is its scale.
int64_t event_count(uint64_t seed, uint32_t customer) {
  Chance chance(seed, customer);
  const double tail = (kEventsMean - 0.5) * (1 / std::sqrt(1 - chance.unit()) - 1);
  return 1 + static_cast<int64_t>(std::min(tail, kEventsMost));
}

class Lives {
 public:
  explicit Lives(uint64_t seed) : seed_(seed), touchpoints_(touchpoint_shares()), channels_(channel_shares()) {}

  // Writes the first events of a customer, whose whole life would have `count`.
  void live(uint32_t customer, std::span<Event> events, int64_t count) const {
    Chance chance(~seed_, customer);
    const double days = std::min(chance.exponential(150), 500.0);  // From the first event to about the last.
    const double sessions = std::max(kNewSession * static_cast<double>(count), 1.0);
    const double gap = std::min(days / sessions, 20.0) * kDay;
    const bool machine = static_cast<double>(count) > 2 * kEventsMost;  // No person: an event a minute, for ever.
    uint32_t time = kBegin + static_cast<uint32_t>(chance.unit() * 365 * kDay);
    Event event{time, customer, touchpoints_.draw(chance), channels_.draw(chance)};
    for (Event& out : events) {
      out = event;
      const bool away = chance.unit() < kNewSession && !machine;
      const double wait = away ? 1800 + chance.exponential(gap) : chance.exponential(machine ? 45 : 90);
      event.time += 1 + static_cast<uint32_t>(wait);
      if (chance.unit() >= kRepeats) event.touchpoint = touchpoints_.draw(chance);
      if (chance.unit() >= kChannelStays) event.channel = channels_.draw(chance);
    }
  }

 private:
  uint64_t seed_;
  Weighted touchpoints_;
  Weighted channels_;
};

void put_number(std::string& out, uint64_t value) {  // LEB128, as Native has it.
  for (; value >= 128; value >>= 7) out.push_back(static_cast<char>(value | 128));
  out.push_back(static_cast<char>(value));
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out.append(text);
}

template <class T, class Member>
void put_column(std::string& out, const char* name, const char* type, std::span<const Event> events, Member member) {
  put_text(out, name);
  put_text(out, type);
  const size_t at = out.size();
  out.resize(at + events.size() * sizeof(T));
  char* to = out.data() + at;
  for (const Event& event : events) {
    std::memcpy(to, &(event.*member), sizeof(T));
    to += sizeof(T);
  }
}

uint64_t get_number(std::ifstream& in) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const int byte = in.get();
    if (byte < 0) fail("the file of events ends too soon");
    value |= static_cast<uint64_t>(byte & 127) << shift;
    if (byte < 128) break;
  }
  return value;
}

template <class T>
void get_column(std::ifstream& in, size_t rows, std::vector<T>& out) {
  for (int text = 0; text < 2; ++text) in.ignore(static_cast<std::streamsize>(get_number(in)));  // Name and type.
  out.resize(rows);
  in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(rows * sizeof(T)));
  if (!in) fail("the file of events ends too soon");
}

}  // namespace

std::vector<Event> make_events(const DataOptions& options) {
  std::vector<size_t> begins{0};  // Of each customer's events, from customer 1 on.
  while (static_cast<int64_t>(begins.back()) < options.events) {
    const auto customer = static_cast<uint32_t>(begins.size());
    const size_t end = begins.back() + static_cast<size_t>(event_count(options.seed, customer));
    begins.push_back(std::min(end, static_cast<size_t>(options.events)));
  }
  const size_t customers = begins.size() - 1;
  std::vector<Event> events(static_cast<size_t>(options.events + options.heavy_events));
  const Lives lives(options.seed);
  const std::span<Event> all(events);
  constexpr size_t kAtOnce = 4096;
  parallel_for((customers + kAtOnce - 1) / kAtOnce, thread_count(), [&](size_t, size_t index) {
    const size_t end = std::min((index + 1) * kAtOnce, customers);
    for (size_t i = index * kAtOnce; i < end; ++i) {
      const auto customer = static_cast<uint32_t>(i + 1);
      lives.live(customer, all.subspan(begins[i], begins[i + 1] - begins[i]), event_count(options.seed, customer));
    }
  });
  if (options.heavy_events > 0) {
    lives.live(static_cast<uint32_t>(customers + 1), all.subspan(begins.back()), options.heavy_events);
  }
  return in_order_of_arrival(std::move(events));
}

// By hour, then within the hour on all threads.
std::vector<Event> in_order_of_arrival(std::vector<Event> events) {
  if (events.empty()) return events;
  uint32_t first = events.front().time;
  for (const Event& event : events) first = std::min(first, event.time);
  const auto hour = [first](const Event& event) { return (event.time - first) / 3600; };
  uint32_t last = 0;
  for (const Event& event : events) last = std::max(last, hour(event));
  std::vector<size_t> ends(size_t{last} + 2, 0);
  for (const Event& event : events) ++ends[hour(event) + 1];
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<size_t> next(ends);
  std::vector<Event> sorted(events.size());
  for (const Event& event : events) sorted[next[hour(event)]++] = event;
  parallel_for(size_t{last} + 1, thread_count(), [&](size_t, size_t index) {
    std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(ends[index]),
              sorted.begin() + static_cast<std::ptrdiff_t>(ends[index + 1]), [](const Event& a, const Event& b) {
                return a.time != b.time ? a.time < b.time : a.customer < b.customer;
              });
  });
  return sorted;
}

void write_events(const std::string& path, std::span<const Event> events) {
  std::ofstream out(path, std::ios::binary);
  std::string block;
  for (size_t begin = 0; begin < events.size(); begin += kBlockRows) {
    const std::span<const Event> rows = events.subspan(begin, std::min(kBlockRows, events.size() - begin));
    block.clear();
    put_number(block, 4);
    put_number(block, rows.size());
    put_column<uint32_t>(block, "customer", "UInt32", rows, &Event::customer);
    put_column<uint32_t>(block, "time", "UInt32", rows, &Event::time);
    put_column<uint8_t>(block, "touchpoint", "UInt8", rows, &Event::touchpoint);
    put_column<uint8_t>(block, "channel", "UInt8", rows, &Event::channel);
    out.write(block.data(), static_cast<std::streamsize>(block.size()));
  }
  out.flush();
  if (!out) fail("cannot write " + path + "; is the disk full?");
}

void read_events(const std::string& path, const std::function<void(const EventBlock&)>& visit) {
  std::ifstream in(path, std::ios::binary);
  EventBlock block;
  while (in.peek() >= 0) {
    if (get_number(in) != 4) fail(path + " is not a file of events");
    const uint64_t rows = get_number(in);
    get_column(in, rows, block.customers);
    get_column(in, rows, block.times);
    get_column(in, rows, block.touchpoints);
    get_column(in, rows, block.channels);
    visit(block);
  }
}

std::string touchpoint_name(uint32_t touchpoint) { return (touchpoint < 10 ? "t0" : "t") + std::to_string(touchpoint); }
std::string channel_name(uint32_t channel) { return "c" + std::to_string(channel); }

}  // namespace sojourn::bench
