#include "metrics/qualities.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "measure/cells.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

constexpr std::array<const char*, Qualities::kSides> kNames{"useful", "usable", "enjoyable"};
constexpr double kSure = 0.05;
constexpr double kSame = 1e-9;  // Scores that differ by rounding alone are equal.

int64_t answers_of(const Qualities::Sides& sides) {
  int64_t answers = 0;
  for (const Qualities::Side& side : sides) answers += side.answers.ratings();
  return answers;
}

}  // namespace

Result<Qualities> Qualities::bind(BindContext& context) {
  Qualities bound;
  SOJOURN_TRY(bound.places_, bind_node_column(context, "node"));
  bound.count_ = bind_count(context);
  std::string kinds;
  for (size_t side = 0; side < kSides; ++side) {
    bound.kinds_[side] = context.text(kNames[side]);
    bound.columns_[side] = RatingColumn::bind(context, bound.kinds_[side]);
    kinds += (kinds.empty() ? "(" : " or ") + of_kind(bound.kinds_[side]);
  }
  SOJOURN_CHECK(context.only(kinds + ") and exists(answer)"));
  return bound;
}

std::vector<AnswerColumn> Qualities::columns() const {
  std::vector<AnswerColumn> columns{{"node", ColumnRole::kKey, ""}, {"quality", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("score")) columns.push_back(std::move(column));
  columns.push_back({"n", ColumnRole::kCount, "answers"});
  columns.push_back({"score", ColumnRole::kDetail, "%"});
  columns.push_back({"weak", ColumnRole::kDetail, ""});
  columns.push_back({"sure", ColumnRole::kDetail, ""});
  return columns;
}

void Qualities::fold(State& state, const Slice& slice) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) { fold_person(state, slice.block, events); });
}

// One person has few answers: what was given where is looked for from the beginning.
void Qualities::fold_person(State& state, const Block& block, std::span<const uint32_t> events) const {
  struct Given {
    uint32_t place;
    size_t side;
    int64_t answers;
    Int128 sum;
  };
  std::vector<Given> given;
  for (size_t i = 0; i < events.size(); ++i) {
    const uint32_t event = count_ == CountedAnswers::kLast ? events[events.size() - 1 - i] : events[i];
    const uint32_t place = places_.at(block, event);
    for (size_t side = 0; side < kSides; ++side) {
      const std::optional<Rating> rating = columns_[side].at(block, event);
      if (!rating) continue;
      const auto same = [&](const Given& each) { return each.place == place && each.side == side; };
      auto found = std::find_if(given.begin(), given.end(), same);
      if (found != given.end() && count_ != CountedAnswers::kAll) continue;
      if (found == given.end()) found = given.insert(given.end(), {place, side, 0, 0});
      ++found->answers;
      found->sum += rating->answer;
      Side& into = state.places.at(place)[side];
      if (rating->scale) {
        into.scales.add(*rating->scale);
      } else {
        ++into.unscaled;
      }
    }
  }
  for (const Given& each : given) state.places.at(each.place)[each.side].answers.add(each.answers, each.sum);
}

void Qualities::merge(State& into, const State& from) const {
  for (const auto& [place, sides] : from.places.entries()) {
    Sides& own = into.places.at(place);
    for (size_t side = 0; side < kSides; ++side) {
      own[side].answers.merge(sides[side].answers);
      own[side].scales.merge(sides[side].scales);
      own[side].unscaled += sides[side].unscaled;
    }
  }
}

// Why one of the three has no mean, or "".
std::string Qualities::refusal(const Side& side, size_t which) const {
  if (side.answers.ratings() == 0) return "no " + kinds_[which] + " answers";
  if (side.scales.several() || (side.unscaled > 0 && !side.scales.empty())) {
    return kinds_[which] + " answers on several scales: split by scale_max or filter";
  }
  return "";
}

// In % of the scale: what can be compared with the others. Empty where there is no mean or no scale.
std::optional<Estimate> Qualities::score(const Side& side, size_t which) const {
  if (!refusal(side, which).empty() || side.scales.empty()) return std::nullopt;
  const RatedScale scale = side.scales.least();
  const auto share = [&scale](double points) {
    return 100 * (points - static_cast<double>(scale.min)) / static_cast<double>(scale.max - scale.min);
  };
  const double mean = *side.answers.mean();
  const std::optional<Interval> interval = side.answers.interval();
  // Without an interval any other value is within chance.
  if (!interval) return Estimate{share(mean), {-1e9, 1e9}};
  return Estimate{share(mean), {share(interval->low), share(interval->high)}};
}

Qualities::Weak Qualities::weak_of(const Sides& sides) const {
  std::vector<std::pair<Estimate, size_t>> scores;
  for (size_t side = 0; side < kSides; ++side) {
    if (const std::optional<Estimate> known = score(sides[side], side)) scores.emplace_back(*known, side);
  }
  if (scores.size() < 2) return {};
  std::ranges::stable_sort(scores, [](const auto& a, const auto& b) { return a.first.value < b.first.value; });
  if (scores.back().first.value - scores.front().first.value < kSame) return {"", false};  // All are alike.
  Weak weak{kNames[scores.front().second], false};
  if (scores[1].first.value - scores[0].first.value < kSame) {
    weak.names += std::string(", ") + kNames[scores[1].second];
    return weak;
  }
  const std::optional<Difference> found = difference_of_estimates(scores[1].first, scores[0].first);
  weak.sure = found && found->p <= kSure;
  return weak;
}

void Qualities::add_rows(uint32_t place, const Sides& sides, Rows& rows) const {
  const Weak weak = weak_of(sides);
  for (size_t side = 0; side < kSides; ++side) {
    const Side& each = sides[side];
    std::vector<Value> cells{place == 0 ? Value{} : Value{std::string(places_.names->text(place))},
                             std::string(kNames[side])};
    const std::string why = refusal(each, side);
    if (why.empty()) {
      cells.emplace_back(*each.answers.mean() / kRatingUnit);
      add_interval(each.answers.interval(), 1 / kRatingUnit, kOneAnswerer, cells);
    } else {
      cells.insert(cells.end(), 3, None{why});
    }
    cells.emplace_back(each.answers.ratings());
    const std::optional<Estimate> known = score(each, side);
    cells.push_back(known ? Value(known->value) : Value(std::monostate{}));
    cells.push_back(weak.names.empty() ? Value(std::monostate{}) : Value(weak.names));
    cells.push_back(weak.sure ? Value(std::string(*weak.sure ? "yes" : "no")) : Value(std::monostate{}));
    rows.add(std::move(cells));
  }
}

void Qualities::finish(const State& state, Rows& rows) const {
  using Sorted = std::tuple<int64_t, std::string_view, uint32_t, const Sides*>;
  std::vector<Sorted> sorted;
  for (const auto& [place, sides] : state.places.entries()) {
    sorted.emplace_back(-answers_of(sides), places_.names->text(place), place, &sides);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [order, name, place, sides] : sorted) add_rows(place, *sides, rows);
}

void Qualities::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Sides*> sorted;
  for (const auto& [place, sides] : state.places.entries()) sorted[places_.names->text(place)] = &sides;
  out.u64(sorted.size());
  for (const auto& [name, sides] : sorted) {
    out.text(name);
    for (const Side& side : *sides) {
      side.answers.save(out);
      side.scales.save(out);
      out.i64(side.unscaled);
    }
  }
}

Result<Qualities::State> Qualities::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + kSides * 3 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Sides sides;
    for (Side& side : sides) {
      SOJOURN_TRY(side.answers, ClusteredMean::load(in));
      SOJOURN_TRY(side.scales, RatedScales::load(in));
      SOJOURN_TRY(side.unscaled, load_count(in));
      const int64_t answers = side.answers.ratings();
      if (side.unscaled > answers || (side.unscaled == answers) != side.scales.empty()) {
        return in.corrupt("answers without a scale, or the reverse");
      }
    }
    if (answers_of(sides) == 0) return in.corrupt("a touchpoint without answers");
    Sides& into = state.places.at(name.empty() ? 0 : places_.names->intern(name));
    if (answers_of(into) != 0) return in.corrupt("a touchpoint stands there twice");
    into = std::move(sides);
  }
  return state;
}

MeasureDefinition qualities_definition() {
  MeasureDefinition definition;
  definition.id = "qualities";
  definition.title = "Useful, usable, enjoyable";
  definition.question = "Is each touchpoint useful, usable and enjoyable, and which of the three is its weak side?";
  definition.definition =
      "The mean answer to three questions at every touchpoint: does it help (useful), is it easy to use (usable), is "
      "it "
      "pleasant (enjoyable): value = sum of answers / answers. A survey asks them as questions of the kinds useful, "
      "usable and enjoyable, on a scale of 1 to 5 unless they declare another (the template experience has all "
      "three); useful=, usable= and enjoyable= name other kinds. The touchpoint is that of the answer; node= asks "
      "another field. score puts the mean on its scale: 0 the lowest answer, 100 the highest, so that questions on "
      "different scales can be compared. weak names the quality with the lowest score of the touchpoint where at least "
      "two have answers; equal ones are both named, and none where all are alike. sure is yes where the next one is "
      "higher beyond chance (MOVER, 95 %); the two are taken as independent, which errs on the side of no. A "
      "touchpoint "
      "that lacks answers to one of the three says so. Each customer counts once for each question, touchpoint and "
      "group, with the last answer there, unless count says otherwise; an answer without an identifier counts as a "
      "customer of its own. Answers on different scales are never put together in one mean: split by scale_max or "
      "filter. The interval is Student's at 95 % with the customer as the unit.";
  definition.unit = "score";
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Student's t, clustered by customer";
  definition.inputs = "touchpoint, kind, answer, scale_min, scale_max";
  definition.source =
      "Cochran, Sampling Techniques, 3rd ed., Wiley 1977 (interval of a mean of clusters); Zou and Donner, Statistics "
      "in Medicine 27, 2008 (sure).";
  definition.since = "0.1";
  definition.parameters = {count_parameter(), node_parameter()};
  for (const char* name : kNames) {
    definition.parameters.push_back(
        parameter(name, ParameterType::kText, name, "The kind of question that asks for this quality."));
  }
  definition.bind = bind_fold<Qualities>;
  return definition;
}

}  // namespace sojourn
