#include "voice/period_tally.h"

#include <algorithm>

#include "stats/exact_sum.h"

namespace sojourn {

void PeriodPayments::save(ByteWriter& out) const {
  save_int128(sum, out);
  out.i64(events);
}

Result<PeriodPayments> PeriodPayments::load(ByteReader& in) {
  PeriodPayments payments;
  SOJOURN_TRY(payments.sum, load_int128(in));
  SOJOURN_TRY(payments.events, load_count(in, 1));
  const Int128 bound = static_cast<Int128>(payments.events) << 63;
  if (payments.sum > bound || payments.sum < -bound) return in.corrupt("no amounts have this sum");
  return payments;
}

void PeriodFigures::merge(const PeriodFigures& other) {
  events += other.events;
  named += other.named;
  customers += other.customers;
  active += other.active;
  for (const auto& [currency, payments] : other.paid) {
    PeriodPayments& own = paid.at(currency);
    own.sum += payments.sum;
    own.events += payments.events;
  }
}

void PeriodFigures::save(Names& currencies, ByteWriter& out) const {
  for (const int64_t count : {events, named, customers, active}) out.i64(count);
  paid.save(currencies, out);
}

Result<PeriodFigures> PeriodFigures::load(Names& currencies, ByteReader& in) {
  PeriodFigures figures;
  for (int64_t* count : {&figures.events, &figures.named, &figures.customers, &figures.active}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(figures.paid, ByCurrency<PeriodPayments>::load(currencies, in));
  if (figures.named > figures.events) return in.corrupt("more events of customers than events");
  if (figures.customers > figures.named) return in.corrupt("more customers than events");
  return figures;
}

void PeriodTally::merge(const PeriodTally& other) {
  all.merge(other.all);
  early.merge(other.early);
  late.merge(other.late);
}

void PeriodTally::save(Names& currencies, ByteWriter& out) const {
  for (const PeriodFigures* part : {&all, &early, &late}) part->save(currencies, out);
}

Result<PeriodTally> PeriodTally::load(Names& currencies, ByteReader& in) {
  PeriodTally tally;
  for (PeriodFigures* part : {&tally.all, &tally.early, &tally.late}) {
    SOJOURN_TRY(*part, PeriodFigures::load(currencies, in));
    const bool fits = part->events <= tally.all.events && part->named <= tally.all.named &&
                      part->customers <= tally.all.customers && part->active <= tally.all.active;
    if (!fits) return in.corrupt("a part of a period has more than the whole");
  }
  return tally;
}

}  // namespace sojourn
