#include "voice/topic_effect.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "measure/cells.h"
#include "stats/multiplicity.h"

namespace sojourn {
namespace {

constexpr std::string_view kOther = "other";
constexpr double kSure = 0.05;

}  // namespace

// That an answer has a topic.
struct TopicEffect::Said {
  uint32_t group;  // Of the answer.
  uint32_t topic;
  uint32_t answer;
  auto operator<=>(const Said&) const = default;
};

struct TopicEffect::Person {
  std::vector<int> sides;  // Of the answers, in order of events; and so the next three.
  std::vector<uint32_t> groups;
  std::vector<char> commented;  // Does a text belong to it?
  std::vector<char> counted;    // Is it among those that count?
  std::vector<Said> said;       // Ascending, each once.
  MoneyBehind::Sums money;
  bool identified = false;
};

struct TopicEffect::Effect {
  std::optional<Estimate> with;
  std::optional<Estimate> without;
  std::optional<Difference> difference;
  double share = 0;  // Of all answers.
  int64_t without_n = 0;
  std::string why;  // There is none, or "".
  bool sure = false;
};

Result<TopicEffect> TopicEffect::bind(BindContext& context) {
  TopicEffect bound;
  bound.sides_ = ScoreSides::bind(context);
  bound.tone_ = VoiceTone::bind(context, false);
  bound.topic_ = VoiceCode::bind(context, "voice.topic");
  bound.belonging_ = Belonging::bind(context);
  bound.money_ = MoneyBehind::bind(context);
  bound.count_ = bind_count(context);
  bound.commented_ = context.text("among") == "commented";
  bound.least_ = context.integer("least");
  return bound;
}

std::vector<AnswerColumn> TopicEffect::columns() const {
  const std::string unit = sides_.unit();
  return {{"topic", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, unit},
          {"low", ColumnRole::kLow, unit},
          {"high", ColumnRole::kHigh, unit},
          {"n", ColumnRole::kCount, "answers"},
          {"others", ColumnRole::kDetail, "answers"},
          {"with", ColumnRole::kDetail, unit},
          {"without", ColumnRole::kDetail, unit},
          {"total_effect", ColumnRole::kValue, unit},
          {"total_low", ColumnRole::kLow, unit},
          {"total_high", ColumnRole::kHigh, unit},
          {"sure", ColumnRole::kDetail, ""},
          {"customers", ColumnRole::kCount, "customers"},
          {"revenue", ColumnRole::kDetail, "money"},
          {"at_risk", ColumnRole::kCount, "customers"},
          {"revenue_at_risk", ColumnRole::kDetail, "money"},
          {"currency", ColumnRole::kDetail, ""}};
}

void TopicEffect::prepare(const Block& block, EventBits& shown, Scratch&) const {
  const std::span<uint64_t> words = shown.words();
  for (size_t event = 0; event < shown.count(); ++event) {
    if (tone_.at(block, event) != Tone::kNone || money_.is_money(block, event) || sides_.rating(block, event)) continue;
    words[event / 64] &= ~(uint64_t{1} << (event % 64));
  }
}

void TopicEffect::read_person(const Slice& slice, std::span<const uint32_t> events, Groups<State>& groups,
                              Person& person) const {
  std::vector<Moment> moments;
  for (const uint32_t event : events) {
    const std::optional<Rating> rating = sides_.rating(slice.block, event);
    if (!rating) continue;
    const std::optional<int> side = sides_.side(*rating);
    if (!side) {
      ++groups.at(event).without_side;
      continue;
    }
    moments.push_back(belonging_.moment(slice.block, event));
    person.sides.push_back(*side);
    person.groups.push_back(groups.index(event));
  }
  const Answers answers(std::move(moments));
  person.commented.assign(person.sides.size(), 0);
  person.counted.assign(person.sides.size(), 0);
  for (const uint32_t event : events) {
    if (tone_.at(slice.block, event) == Tone::kNone) continue;
    const std::optional<size_t> answer = belonging_.of(belonging_.moment(slice.block, event), answers);
    if (!answer) {
      ++groups.at(event).without_answer;
      continue;
    }
    person.commented[*answer] = 1;
    const uint32_t topic = topic_.at(slice.block, event);
    if (topic != 0) person.said.push_back({person.groups[*answer], topic, static_cast<uint32_t>(*answer)});
  }
  std::sort(person.said.begin(), person.said.end());
  person.said.erase(std::unique(person.said.begin(), person.said.end()), person.said.end());
}

void TopicEffect::fold(const Slice& slice, Groups<State>& groups, const Scratch&) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    Person person;
    person.identified = slice.block.identified[slice.customer] != 0;
    read_person(slice, events, groups, person);
    if (!person.said.empty()) money_.read(slice, person.money);
    std::vector<uint32_t> answers(person.sides.size());
    std::iota(answers.begin(), answers.end(), 0U);
    const auto group_of = [&](uint32_t answer) { return person.groups[answer]; };
    std::ranges::stable_sort(answers, {}, group_of);
    if (commented_) std::erase_if(answers, [&](uint32_t answer) { return person.commented[answer] == 0; });
    for (std::span<const uint32_t> rest = answers; !rest.empty();) {
      const uint32_t group = group_of(rest.front());
      const auto own = std::ranges::equal_range(rest, group, {}, group_of);
      count_group(person, own, groups.state(group));
      rest = rest.subspan(own.size());
    }
  });
}

// `own`: the answers of one person in one group, of which those that count are counted.
void TopicEffect::count_group(Person& person, std::span<const uint32_t> own, State& state) const {
  int64_t sides[3] = {0, 0, 0};
  take_counted(
      count_, own, [](uint32_t answer) { return std::optional(answer); },
      [&](uint32_t answer) {
        person.counted[answer] = 1;
        ++sides[person.sides[answer] + 1];
      });
  SideCounts whole;
  sides_.add(whole, sides[2], sides[1], sides[0]);
  state.all.merge(whole);
  bool any = false;
  std::span<const Said> said = std::ranges::equal_range(person.said, person.groups[own.front()], {}, &Said::group);
  while (!said.empty()) {
    const auto topic = std::ranges::equal_range(said, said.front().topic, {}, &Said::topic);
    any = count_topic(person, topic, whole, state) || any;
    said = said.subspan(topic.size());
  }
  if (any) MoneyBehind::add(state.paid, person.money);
}

// `said`: the answers of one person in one group that have one topic.
bool TopicEffect::count_topic(const Person& person, std::span<const Said> said, const SideCounts& whole,
                              State& state) const {
  int64_t sides[3] = {0, 0, 0};
  for (const Said& each : said) {
    if (person.counted[each.answer] != 0) ++sides[person.sides[each.answer] + 1];
  }
  if (sides[0] + sides[1] + sides[2] == 0) return false;
  Topic& topic = state.topics.at(said.front().topic);
  sides_.add(topic.with, sides[2], sides[1], sides[0]);
  topic.whole.merge(whole);
  sides_.add(topic.rest, whole.above - sides[2], whole.between - sides[1], whole.below - sides[0]);
  if (!person.identified) return true;
  ++topic.customers;
  MoneyBehind::add(topic.paid, person.money);
  if (sides[0] == 0) return true;
  ++topic.at_risk;
  MoneyBehind::add(topic.paid_at_risk, person.money);
  return true;
}

void TopicEffect::merge(State& into, const State& from) const {
  into.all.merge(from.all);
  merge_paid(into.paid, from.paid);
  into.without_answer += from.without_answer;
  into.without_side += from.without_side;
  for (const auto& [code, topic] : from.topics.entries()) {
    Topic& own = into.topics.at(code);
    own.with.merge(topic.with);
    own.whole.merge(topic.whole);
    own.rest.merge(topic.rest);
    own.customers += topic.customers;
    own.at_risk += topic.at_risk;
    merge_paid(own.paid, topic.paid);
    merge_paid(own.paid_at_risk, topic.paid_at_risk);
  }
}

TopicEffect::Effect TopicEffect::effect(const State& state, const Topic& topic) const {
  Effect effect;
  SideCounts others = state.all;
  others.remove(topic.whole);
  others.merge(topic.rest);
  effect.without_n = others.answers();
  effect.share = static_cast<double>(topic.with.answers()) / static_cast<double>(state.all.answers());
  effect.with = sides_.score(topic.with);
  effect.without = sides_.score(others);
  const std::string few = "fewer than " + std::to_string(least_);
  if (topic.with.answers() < least_) {
    effect.why = few + " answers with this topic";
  } else if (others.answers() < least_) {
    effect.why = few + " answers without this topic";
  } else if (effect.with && effect.without) {
    effect.difference = difference_of_estimates(*effect.with, *effect.without);
  }
  if (!effect.difference && effect.why.empty()) effect.why = kOneAnswerer;
  return effect;
}

std::vector<std::pair<uint32_t, TopicEffect::Effect>> TopicEffect::effects(const State& state) const {
  std::vector<std::pair<uint32_t, Effect>> all;
  std::vector<double> p;
  for (uint32_t i = 0; i < state.topics.entries().size(); ++i) {
    all.emplace_back(i, effect(state, state.topics.entries()[i].second));
    if (all.back().second.difference) p.push_back(all.back().second.difference->p);
  }
  const std::vector<double> adjusted = benjamini_hochberg(p);
  size_t next = 0;
  for (auto& [index, each] : all) {
    if (each.difference) each.sure = adjusted[next++] <= kSure;
  }
  return all;
}

void TopicEffect::add_row(std::string_view name, const Topic& topic, const Effect& effect,
                          const std::optional<std::string>& currency, Rows& rows) const {
  std::vector<Value> cells{std::string(name)};
  const auto add = [&](double factor) {
    if (!effect.difference) {
      cells.insert(cells.end(), 3, None{effect.why});
      return;
    }
    cells.emplace_back(factor * effect.difference->value);
    cells.emplace_back(factor * effect.difference->interval.low);
    cells.emplace_back(factor * effect.difference->interval.high);
  };
  const auto score = [&](const std::optional<Estimate>& estimate) {
    cells.push_back(estimate ? Value(estimate->value) : Value(None{kOneAnswerer}));
  };
  add(1);
  cells.emplace_back(topic.with.answers());
  cells.emplace_back(effect.without_n);
  score(effect.with);
  if (effect.without_n == 0) {
    cells.emplace_back(None{"all answers have this topic"});
  } else {
    score(effect.without);
  }
  add(effect.share);
  cells.push_back(effect.difference ? Value(std::string(effect.sure ? "yes" : "no")) : Value(None{effect.why}));
  cells.emplace_back(topic.customers);
  cells.push_back(money_.revenue(topic.paid, currency));
  cells.emplace_back(topic.at_risk);
  cells.push_back(money_.revenue(topic.paid_at_risk, currency));
  cells.push_back(MoneyBehind::currency_cell(currency));
  rows.add(std::move(cells));
}

void TopicEffect::finish(const State& state, Rows& rows) const {
  using Sorted = std::tuple<bool, bool, double, int64_t, std::string_view, uint32_t, const Effect*>;
  const std::vector<std::pair<uint32_t, Effect>> all = effects(state);
  std::vector<Sorted> sorted;
  for (const auto& [index, effect] : all) {
    const auto& [code, topic] = state.topics.entries()[index];
    const std::string_view name = topic_.names->text(code);
    const double total = effect.difference ? effect.share * effect.difference->value : 0;
    sorted.emplace_back(name == kOther, !effect.difference, total, -topic.with.answers(), name, index, &effect);
  }
  std::sort(sorted.begin(), sorted.end());
  const std::optional<std::string> currency = money_.shown(state.paid);
  for (const auto& [other, none, total, n, name, index, effect] : sorted) {
    add_row(name, state.topics.entries()[index].second, *effect, currency, rows);
  }
  rows.note(state.without_answer, "texts that belong to no answer of the kind " + sides_.kind() + ", left out");
  rows.note(state.without_side, "answers left out, on a scale without a known threshold: say positive=");
  money_.note(state.paid, currency, rows);
}

void TopicEffect::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Topic*> sorted;
  for (const auto& [code, topic] : state.topics.entries()) sorted[topic_.names->text(code)] = &topic;
  state.all.save(out);
  state.paid.save(money_.names(), out);
  out.i64(state.without_answer);
  out.i64(state.without_side);
  out.u64(sorted.size());
  for (const auto& [name, topic] : sorted) {
    out.text(name);
    for (const SideCounts* counts : {&topic->with, &topic->whole, &topic->rest}) counts->save(out);
    out.i64(topic->customers);
    out.i64(topic->at_risk);
    topic->paid.save(money_.names(), out);
    topic->paid_at_risk.save(money_.names(), out);
  }
}

Result<TopicEffect::State> TopicEffect::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.all, SideCounts::load(in));
  SOJOURN_TRY(state.paid, PaidByCurrency::load(money_.names(), in));
  SOJOURN_TRY(state.without_answer, load_count(in));
  SOJOURN_TRY(state.without_side, load_count(in));
  SOJOURN_TRY(const uint64_t count, in.count(3 * sizeof(uint32_t) + 29 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    if (name.empty()) return in.corrupt("a topic is empty");
    Topic& topic = state.topics.at(topic_.names->intern(name));
    if (topic.with.answers() != 0) return in.corrupt("a topic stands there twice");
    SOJOURN_TRY(topic.with, SideCounts::load(in));
    SOJOURN_TRY(topic.whole, SideCounts::load(in));
    SOJOURN_TRY(topic.rest, SideCounts::load(in));
    SOJOURN_TRY(topic.customers, load_count(in));
    SOJOURN_TRY(topic.at_risk, load_count(in));
    SOJOURN_TRY(topic.paid, PaidByCurrency::load(money_.names(), in));
    SOJOURN_TRY(topic.paid_at_risk, PaidByCurrency::load(money_.names(), in));
    const bool fits = topic.with.answers() > 0 && topic.whole.answers() <= state.all.answers() &&
                      topic.with.answers() + topic.rest.answers() == topic.whole.answers() &&
                      topic.whole.above <= state.all.above && topic.whole.below <= state.all.below &&
                      topic.whole.between <= state.all.between && topic.at_risk <= topic.customers &&
                      topic.customers <= topic.with.answers();
    if (!fits) return in.corrupt("a topic's answers do not add up");
  }
  return state;
}

}  // namespace sojourn
