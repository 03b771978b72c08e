#include "influence/moments_of_truth.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "influence/seen_codes.h"
#include "measure/cells.h"
#include "stats/exact_sum.h"
#include "stats/multiplicity.h"

namespace sojourn {
namespace {

constexpr size_t kLastRank = StageColumn::kStages - 1;
constexpr std::array<const char*, MomentsOfTruth::kReasons> kReasonTexts{
    "experiences left out because they were neither good nor poor",
    "experiences left out because no threshold is known for their scale (give positive=)",
    "experiences left out because the time within which the outcome may come is not over",
    "experiences left out because the customer's stage was not known",
    "experiences left out because the customer was in the last stage already"};

void add(TwoShares& into, const TwoShares& from) {
  into.x1 += from.x1;
  into.n1 += from.n1;
  into.x2 += from.x2;
  into.n2 += from.n2;
}

}  // namespace

struct MomentsOfTruth::Row {
  std::string name;
  TwoShares together;
  std::optional<Difference> found;
  double adjusted = 1;
  bool proven = false;
  double size() const { return found ? std::abs(found->value) : -1; }
};

Result<MomentsOfTruth> MomentsOfTruth::bind(BindContext& context) {
  MomentsOfTruth measure;
  SOJOURN_TRY(measure.experience_, ExperienceRule::bind(context));
  SOJOURN_TRY(measure.outcome_, Outcome::bind(context));
  SOJOURN_TRY(measure.node_, bind_node_column(context, "node"));
  if (context.given("stratify")) {
    SOJOURN_TRY(measure.stratum_, bind_node_column(context, "stratify"));
  }
  measure.rate_ = context.number("rate");
  measure.known_until_ = context.known_until();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> MomentsOfTruth::columns() const {
  std::vector<AnswerColumn> columns = {{"touchpoint", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("points")) columns.push_back(std::move(column));
  for (const char* name : {"n", "customers", "good", "good_reached", "poor", "poor_reached"}) {
    columns.push_back({name, ColumnRole::kCount, "customers"});
  }
  columns.push_back({"good_share", ColumnRole::kDetail, "%"});
  columns.push_back({"poor_share", ColumnRole::kDetail, "%"});
  if (stratum_) columns.push_back({"unadjusted", ColumnRole::kDetail, "points"});
  for (const char* name : {"p", "p_adjusted", "verdict"}) columns.push_back({name, ColumnRole::kDetail, ""});
  return columns;
}

void MomentsOfTruth::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  experience_.prepare(block, scratch.experience);
  outcome_.prepare(block, scratch.outcome);
}

void MomentsOfTruth::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  static thread_local SeenCodes seen;
  static thread_local OutcomeTimes times;
  seen.next_customer();
  bool read = false;
  size_t stage = StageColumn::kNoStage;
  uint32_t stratum = 0;
  for (const uint32_t event : slice.events) {
    if (stratum_) {
      const uint32_t known = stratum_->at(slice.block, event);
      if (known != 0) stratum = known;
    }
    if (outcome_.needs_stage()) {
      const size_t known = outcome_.stage(slice.block, event);
      if (known != StageColumn::kNoStage) stage = known;
    }
    const uint32_t code = node_.at(slice.block, event);
    if (code == 0) continue;
    const Grade grade = experience_.grade(slice.block, event, scratch.experience);
    if (grade == Grade::kNone || !seen.add(code)) continue;
    if (!read) outcome_.read(slice, scratch.outcome, times);
    read = true;
    take(groups.at(event).places.at(code), grade, slice.block.times[event], stage, stratum, times);
  }
}

void MomentsOfTruth::take(Place& place, Grade grade, Micros time, size_t stage, uint32_t stratum,
                          const OutcomeTimes& times) const {
  if (grade == Grade::kUnrated) {
    ++place.left_out[kUnrated];
  } else if (grade == Grade::kNeutral) {
    ++place.left_out[kNeutral];
  } else if (time >= known_until_ || known_until_ - time <= outcome_.within()) {
    ++place.left_out[kOpen];
  } else if (outcome_.needs_stage() && stage == StageColumn::kNoStage) {
    ++place.left_out[kNoStage];
  } else if (outcome_.needs_stage() && stage == kLastRank) {
    ++place.left_out[kLastStage];
  } else {
    TwoShares& counts = place.strata.at(stratum);
    const int64_t reached = outcome_.happened(times, time, stage) ? 1 : 0;
    add(counts, grade == Grade::kGood ? TwoShares{reached, 1, 0, 0} : TwoShares{0, 0, reached, 1});
  }
}

void MomentsOfTruth::merge(State& into, const State& from) const {
  for (const auto& [code, place] : from.places.entries()) {
    Place& target = into.places.at(code);
    for (const auto& [stratum, counts] : place.strata.entries()) add(target.strata.at(stratum), counts);
    for (size_t i = 0; i < kReasons; ++i) target.left_out[i] += place.left_out[i];
  }
}

std::optional<Difference> MomentsOfTruth::difference(const Place& place, const TwoShares& together) const {
  if (!stratum_) return difference_of_shares(together);
  std::map<std::string_view, TwoShares> by_name;  // In one order, so that sums do not depend on how states were merged.
  for (const auto& [code, counts] : place.strata.entries()) by_name[stratum_->names->text(code)] = counts;
  std::vector<TwoShares> strata;
  for (const auto& [name, counts] : by_name) strata.push_back(counts);
  return stratified_difference(strata);
}

void MomentsOfTruth::finish(const State& state, Rows& rows) const {
  std::vector<Row> sorted;
  std::array<int64_t, kReasons> left_out{};
  for (const auto& [code, place] : state.places.entries()) {
    for (size_t i = 0; i < kReasons; ++i) left_out[i] += place.left_out[i];
    Row row;
    for (const auto& [stratum, counts] : place.strata.entries()) add(row.together, counts);
    if (row.together.n1 + row.together.n2 == 0) continue;
    row.name = node_.names->text(code);
    row.found = difference(place, row.together);
    sorted.push_back(std::move(row));
  }
  std::sort(sorted.begin(), sorted.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
  std::vector<double> p;
  for (const Row& row : sorted) {
    if (row.found) p.push_back(row.found->p);
  }
  const std::vector<double> adjusted = benjamini_hochberg(p);
  size_t next = 0;
  for (Row& row : sorted) {
    if (!row.found) continue;
    row.adjusted = adjusted[next++];
    row.proven = row.adjusted <= rate_;
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Row& a, const Row& b) { return a.proven != b.proven ? a.proven : a.size() > b.size(); });
  for (const Row& row : sorted) rows.add(cells(row));
  for (size_t i = 0; i < kReasons; ++i) rows.note(left_out[i], kReasonTexts[i]);
}

std::vector<Value> MomentsOfTruth::cells(const Row& row) const {
  const TwoShares& counts = row.together;
  std::string none = "nobody had a poor experience there";
  if (counts.n1 == 0) {
    none = "nobody had a good experience there";
  } else if (counts.n2 != 0) {
    none = "nobody had a good and nobody a poor experience in the same stratum";
  }
  std::vector<Value> cells = {row.name};
  if (row.found) {
    cells.emplace_back(100 * row.found->value);
    add_interval(row.found->interval, 100, none, cells);
  } else {
    cells.insert(cells.end(), 3, None{none});
  }
  for (const int64_t count :
       {counts.n1 + counts.n2, counts.x1 + counts.x2, counts.n1, counts.x1, counts.n2, counts.x2}) {
    cells.emplace_back(count);
  }
  cells.push_back(percent_or_absent(counts.x1, counts.n1));
  cells.push_back(percent_or_absent(counts.x2, counts.n2));
  if (stratum_) {
    const bool both = counts.n1 > 0 && counts.n2 > 0;
    cells.push_back(both ? Value(percent(counts.x1, counts.n1) - percent(counts.x2, counts.n2)) : Value(None{none}));
  }
  cells.push_back(row.found ? Value(row.found->p) : Value(None{none}));
  cells.push_back(row.found ? Value(row.adjusted) : Value(None{none}));
  cells.emplace_back(std::string(row.proven ? "moves the outcome" : "no proven effect"));
  return cells;
}

void MomentsOfTruth::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Place*> places;
  for (const auto& [code, place] : state.places.entries()) places[node_.names->text(code)] = &place;
  out.u64(places.size());
  for (const auto& [name, place] : places) {
    out.text(name);
    for (const int64_t count : place->left_out) out.i64(count);
    std::map<std::string_view, const TwoShares*> strata;
    for (const auto& [code, counts] : place->strata.entries()) {
      strata[stratum_ ? stratum_->names->text(code) : std::string_view()] = &counts;
    }
    out.u64(strata.size());
    for (const auto& [stratum, counts] : strata) {
      out.text(stratum);
      for (const int64_t count : {counts->x1, counts->n1, counts->x2, counts->n2}) out.i64(count);
    }
  }
}

Result<MomentsOfTruth::Place> MomentsOfTruth::load_place(ByteReader& in) const {
  Place place;
  for (int64_t& count : place.left_out) {
    SOJOURN_TRY(count, load_count(in));
  }
  SOJOURN_TRY(const uint64_t strata, in.count(sizeof(uint32_t) + 4 * sizeof(int64_t)));
  for (uint64_t i = 0; i < strata; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    if (!name.empty() && !stratum_) return in.corrupt("a stratum where there are none");
    TwoShares& counts = place.strata.at(name.empty() ? 0 : stratum_->names->intern(name));
    if (counts.n1 + counts.n2 != 0) return in.corrupt("a stratum stands there twice");
    for (int64_t* count : {&counts.x1, &counts.n1, &counts.x2, &counts.n2}) {
      SOJOURN_TRY(*count, load_count(in));
    }
    if (counts.x1 > counts.n1 || counts.x2 > counts.n2) return in.corrupt("more reached the outcome than there are");
    if (counts.n1 + counts.n2 == 0) return in.corrupt("an empty stratum");
  }
  return place;
}

Result<MomentsOfTruth::State> MomentsOfTruth::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t places, in.count(sizeof(uint32_t) + kReasons * sizeof(int64_t) + sizeof(uint64_t)));
  std::string last;
  for (uint64_t i = 0; i < places; ++i) {
    SOJOURN_TRY(std::string name, in.text());
    if (name.empty() || name <= last) return in.corrupt("the touchpoints are not in order");
    SOJOURN_TRY(state.places.at(node_.names->intern(name)), load_place(in));
    last = std::move(name);
  }
  return state;
}

}  // namespace sojourn
