#include "text/emerging.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace sojourn {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kPoolPeriods = 20;  // What all topics together waver counts as so many periods of the topic's own.

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

// P(X > x) + P(X = x) / 2, X of `drawn` balls from `all`, of which `marked` are.
double upper_tail(uint64_t x, uint64_t drawn, uint64_t marked, uint64_t all) {
  const auto n = static_cast<double>(drawn), m = static_cast<double>(marked), t = static_cast<double>(all);
  const uint64_t most = std::min(drawn, marked);
  double sum = 0;
  for (uint64_t k = x; k <= most; ++k) {
    const auto at = static_cast<double>(k);
    if (n - at > t - m) continue;
    const double chance = std::exp(log_choose(m, at) + log_choose(t - m, n - at) - log_choose(t, n));
    sum += k == x ? chance / 2 : chance;
    if (k > x && chance < sum * 1e-12) break;
  }
  return std::clamp(sum, 1e-300, 1.0);
}

double normal_above(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

// How shares waver from period to period beyond chance: the variance of their logarithm, by moments.
struct Wavering {
  double above_chance = 0, scale = 0, freedom = 0;
  double variance() const { return scale > 0 ? above_chance / scale : 0; }
};

Wavering wavering(std::span<const uint64_t> counts, std::span<const uint64_t> totals) {
  const auto mentions = static_cast<double>(std::accumulate(counts.begin(), counts.end(), uint64_t{0}));
  const auto all = static_cast<double>(std::accumulate(totals.begin(), totals.end(), uint64_t{0}));
  Wavering found;
  if (mentions < 1 || mentions >= all) return found;
  const double share = mentions / all;
  double square = 0, chance = 0, periods = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (totals[i] == 0) continue;
    const double expected = share * static_cast<double>(totals[i]);
    const double off = static_cast<double>(counts[i]) - expected;
    square += off * off;
    chance += expected * (1 - share);
    found.scale += expected * expected;
    ++periods;
  }
  if (periods < 2) return {};
  found.freedom = periods - 1;
  found.above_chance = square * periods / (periods - 1) - chance;
  return found;
}

// A Student's deviate as a normal one (Wallace 1959), from above.
double student_above(double t, double freedom) {
  const double z = std::sqrt(freedom * std::log1p(t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3);
  return normal_above(t > 0 ? z : -z);
}

struct Periods {
  uint64_t all = 0;
  double count = 0;
};

void judge(EmergingTopic& topic, const Periods& recent, const Periods& before, double variance, double freedom) {
  topic.p = upper_tail(topic.recent, recent.all, topic.recent + topic.before, recent.all + before.all);
  if (variance <= 0) return;
  const double now = static_cast<double>(topic.recent) + 0.5, then = static_cast<double>(topic.before) + 0.5;
  const double rise =
      std::log(now / static_cast<double>(recent.all + 1)) - std::log(then / static_cast<double>(before.all + 1));
  const double deviation = std::sqrt(1 / now + 1 / then + variance * (1 / recent.count + 1 / before.count));
  topic.p = std::max(topic.p, student_above(rise / deviation, freedom));
}

// Benjamini & Hochberg: q = min over larger p of p * tests / rank.
void adjust(std::vector<EmergingTopic>& topics, double false_share) {
  std::vector<size_t> order;
  for (size_t i = 0; i < topics.size(); ++i) {
    if (!std::isnan(topics[i].p)) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return topics[a].p < topics[b].p; });
  double least = 1;
  for (size_t rank = order.size(); rank > 0; --rank) {
    EmergingTopic& topic = topics[order[rank - 1]];
    least = std::min(least, topic.p * static_cast<double>(order.size()) / static_cast<double>(rank));
    topic.q = least;
    topic.emerging = least <= false_share && !(topic.recent_share <= topic.before_share);
  }
}

Status check(std::span<const std::vector<uint64_t>> counts, std::span<const uint64_t> totals,
             const EmergingOptions& options) {
  if (options.recent == 0 || options.recent >= totals.size())
    return Status::invalid("there must be at least one recent period and one before", "recent");
  for (const std::vector<uint64_t>& topic : counts) {
    if (topic.size() != totals.size()) return Status::invalid("each topic needs a count a period", "counts");
    for (size_t i = 0; i < totals.size(); ++i) {
      if (topic[i] > totals[i])
        return Status::invalid("a topic has more mentions than there are texts in period " + std::to_string(i + 1),
                               "counts");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<EmergingTopic>> find_emerging(std::span<const std::vector<uint64_t>> counts,
                                                 std::span<const uint64_t> totals, const EmergingOptions& options) {
  SOJOURN_CHECK(check(counts, totals, options));
  const size_t split = totals.size() - options.recent;
  const auto sum = [](std::span<const uint64_t> part) {
    return std::accumulate(part.begin(), part.end(), uint64_t{0});
  };
  const uint64_t all_before = sum(totals.first(split)), all_recent = sum(totals.subspan(split));
  const auto share = [](uint64_t part, uint64_t all) {
    return all == 0 ? kNaN : static_cast<double>(part) / static_cast<double>(all);
  };
  const Periods recent{all_recent, static_cast<double>(options.recent)}, before{all_before, static_cast<double>(split)};
  std::vector<Wavering> waverings;
  Wavering pool;
  for (const std::vector<uint64_t>& topic : counts) {
    const Wavering& each = waverings.emplace_back(wavering(std::span(topic).first(split), totals.first(split)));
    pool.above_chance += each.above_chance;
    pool.scale += each.scale;
  }
  std::vector<EmergingTopic> topics;
  for (size_t i = 0; i < counts.size(); ++i) {
    EmergingTopic& topic = topics.emplace_back();
    topic.before = sum(std::span(counts[i]).first(split));
    topic.recent = sum(std::span(counts[i]).subspan(split));
    topic.before_share = share(topic.before, all_before);
    topic.recent_share = share(topic.recent, all_recent);
    if (topic.recent < options.mentions_least || all_before == 0) {
      topic.p = topic.q = kNaN;
      continue;
    }
    const double freedom = waverings[i].freedom + kPoolPeriods;
    const double own = waverings[i].variance() * waverings[i].freedom;
    judge(topic, recent, before, (own + pool.variance() * kPoolPeriods) / freedom, freedom);
  }
  adjust(topics, options.false_share);
  return topics;
}

}  // namespace sojourn
