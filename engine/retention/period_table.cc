#include "retention/period_table.h"

#include <bit>
#include <limits>

namespace sojourn {

PeriodTable::PeriodTable(Period period, const Zone& zone, int week_start, Micros first, Micros last)
    : cutter_(period, zone, week_start) {
  first = std::clamp(first, kTimeMin, kTimeMax);
  last = std::clamp(last, first, kTimeMax);
  starts_.push_back(cutter_.start(first));
  Micros shortest = std::numeric_limits<Micros>::max();
  do {
    starts_.push_back(cutter_.next(starts_.back()));
    shortest = std::min(shortest, starts_.back() - starts_[starts_.size() - 2]);
  } while (starts_.back() <= last);
  last_moment_ = starts_.back() - 1;
  shift_ = static_cast<int>(std::bit_width(static_cast<uint64_t>(shortest))) - 1;
  const Micros span = last_moment_ - starts_.front();
  first_.resize(static_cast<size_t>(span >> shift_) + 1);
  uint32_t index = 0;
  for (size_t bucket = 0; bucket < first_.size(); ++bucket) {
    const Micros begin = starts_.front() + (static_cast<Micros>(bucket) << shift_);
    while (begin >= starts_[index + 1]) ++index;
    first_[bucket] = index;
  }
}

uint32_t PeriodTable::ended(Micros time) const {
  const auto end = std::upper_bound(starts_.begin() + 1, starts_.end(), time);
  return static_cast<uint32_t>(end - (starts_.begin() + 1));
}

uint32_t PeriodTable::first_from(Micros time) const {
  return static_cast<uint32_t>(std::lower_bound(starts_.begin(), starts_.end() - 1, time) - starts_.begin());
}

std::optional<uint32_t> PeriodTable::find(Micros start) const {
  const uint32_t index = first_from(start);
  if (index == size() || starts_[index] != start) return std::nullopt;
  return index;
}

}  // namespace sojourn
