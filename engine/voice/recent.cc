#include "voice/recent.h"

#include <algorithm>
#include <array>
#include <string>

#include "measure/parameters.h"
#include "stats/change_point.h"
#include "stats/newcombe.h"

namespace sojourn {
namespace {

constexpr double kSure = 0.05;

constexpr const char* kNever = "none of it lately, nor before";

Value trend_word(bool sure, bool up, int64_t before) {
  if (!sure) return std::string("steady");
  return std::string(!up ? "falling" : before == 0 ? "new" : "rising");
}

}  // namespace

ParameterInfo recent_parameter() {
  return parameter("recent", ParameterType::kDuration, "28d",
                   "How long recent is, and before as long before it. Where there is less, the two halves of it.");
}

RecentWindows::RecentWindows(Micros from, Micros to, Micros length) : end_(to) {
  const Micros window = to > from ? std::min(length, (to - from + 1) / 2) : 0;
  recent_ = end_ - window;
  before_ = recent_ - window;
  if (window > 0) periods_ = std::clamp<size_t>(static_cast<size_t>((to - from) / window), 2, kPeriodsMax);
}

RecentWindows RecentWindows::bind(BindContext& context) {
  const Micros length = context.duration("recent");
  const TimeRange known = context.snapshot().time_span();
  return RecentWindows(std::max(context.range().from, known.from), context.known_until(), length);
}

void RecentCounts::add_person(int64_t recent_of_person, int64_t before_of_person) {
  recent += recent_of_person;
  before += before_of_person;
  recent_persons += recent_of_person > 0 ? 1 : 0;
  before_persons += before_of_person > 0 ? 1 : 0;
}

void RecentCounts::merge(const RecentCounts& other) {
  recent += other.recent;
  before += other.before;
  recent_persons += other.recent_persons;
  before_persons += other.before_persons;
}

void RecentCounts::save(ByteWriter& out) const {
  for (const int64_t count : {recent, before, recent_persons, before_persons}) out.i64(count);
}

Result<RecentCounts> RecentCounts::load(ByteReader& in) {
  RecentCounts loaded;
  for (int64_t* count : {&loaded.recent, &loaded.before, &loaded.recent_persons, &loaded.before_persons}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  if (loaded.recent_persons > loaded.recent || loaded.before_persons > loaded.before) {
    return in.corrupt("more persons than texts");
  }
  return loaded;
}

Value trend_of_counts(int64_t before, int64_t recent) {
  if (before + recent == 0) return None{kNever};
  const std::array<int64_t, 2> counts{before, recent};
  const std::optional<RateChange> change = likeliest_rate_change(counts, 1);
  return trend_word(change && change->p <= kSure, recent > before, before);
}

Value trend_of_shares(int64_t before, int64_t before_n, int64_t recent, int64_t recent_n) {
  if (before + recent == 0) return None{kNever};
  const std::optional<Difference> found = difference_of_shares({recent, recent_n, before, before_n});
  if (!found) return None{"nobody wrote anything in one of the two times"};
  return trend_word(found->p <= kSure, found->value > 0, before);
}

}  // namespace sojourn
