#include "metrics/response_rate.h"

#include <algorithm>
#include <cmath>

#include "measure/cells.h"
#include "metrics/answerers.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr std::string_view kInvitation = "properties.invitation";

// The answers of one person that no invitation has taken yet, found by kind and question.
//
// Invitations come in order of time, so an answer that lies before one, or was taken, is of no use to any later one:
// each queue only moves on, and matching costs O(log answers) an invitation however many are open.
class OpenAnswers {
 public:
  static constexpr size_t kNone = SIZE_MAX;

  // Called once a person, with their answers in order.
  void clear() {
    answers_.clear();
    queues_.clear();
    queued_.clear();
  }
  void add(uint32_t event, uint32_t kind, uint32_t question) { answers_.push_back({event, kind, question, false}); }
  // Builds the queues. REQUIRES: all answers were added.
  void sort() {
    for (size_t i = 0; i < answers_.size(); ++i) {
      queued_.push_back({key_of(answers_[i].kind, answers_[i].question), i});
      queued_.push_back({key_of(answers_[i].kind, kAnyQuestion), i});
    }
    std::sort(queued_.begin(), queued_.end());
    for (size_t i = 0; i < queued_.size(); ++i) {
      if (i == 0 || queued_[i].first != queued_[i - 1].first) queues_.push_back({queued_[i].first, i, i});
      queues_.back().end = i + 1;
    }
  }

  // The first open answer after the invitation that may belong to it: of its question or of none named; any of the
  // kind when the invitation names no question.
  size_t first(uint32_t kind, uint32_t question, uint32_t invitation) {
    if (question == 0) return front(key_of(kind, kAnyQuestion), invitation);
    return std::min(front(key_of(kind, question), invitation), front(key_of(kind, 0), invitation));
  }
  uint32_t event(size_t index) const { return answers_[index].event; }
  void take(size_t index) { answers_[index].taken = true; }

  template <class Visit>
  void for_each_left(Visit visit) const {
    for (const OpenAnswer& answer : answers_) {
      if (!answer.taken) visit(answer.event);
    }
  }

 private:
  static constexpr uint32_t kAnyQuestion = UINT32_MAX;
  struct OpenAnswer {
    uint32_t event = 0;
    uint32_t kind = 0;
    uint32_t question = 0;
    bool taken = false;
  };
  struct Queue {
    uint64_t key = 0;
    size_t next = 0;  // Into queued_.
    size_t end = 0;
  };

  static uint64_t key_of(uint32_t kind, uint32_t question) { return (static_cast<uint64_t>(kind) << 32) | question; }
  size_t front(uint64_t key, uint32_t invitation) {
    const auto queue = std::lower_bound(queues_.begin(), queues_.end(), key,
                                        [](const Queue& each, uint64_t wanted) { return each.key < wanted; });
    if (queue == queues_.end() || queue->key != key) return kNone;
    for (; queue->next < queue->end; ++queue->next) {
      const OpenAnswer& answer = answers_[queued_[queue->next].second];
      if (!answer.taken && answer.event > invitation) return queued_[queue->next].second;
    }
    return kNone;
  }

  std::vector<OpenAnswer> answers_;
  std::vector<std::pair<uint64_t, size_t>> queued_;  // Key and answer, sorted: the queues one after the other.
  std::vector<Queue> queues_;                        // By key.
};

// The invitations and answers of one person that name an invitation: an answer belongs to the one it names, and to no
// other. Matching costs O(n log n) of them; most people have none.
class NamedAnswers {
 public:
  void clear() {
    invitations_.clear();
    answers_.clear();
    answered_.clear();
  }
  void add_invitation(uint32_t name, uint32_t event) { invitations_.emplace_back(name, event); }
  // Answers can be added when all invitations were, and this was called.
  void sort() { std::sort(invitations_.begin(), invitations_.end()); }
  // False: no invitation has that name, so the answer is as good as one that names none.
  bool add_answer(uint32_t name, uint32_t event) {
    const auto named = std::lower_bound(invitations_.begin(), invitations_.end(), Named{name, 0});
    if (named == invitations_.end() || named->first != name) return false;
    answers_.emplace_back(name, event);
    return true;
  }
  // Each invitation, the earlier first, takes the next answer of its name. REQUIRES: answers came in order.
  void match(std::span<const Micros> times, Micros within) {
    std::stable_sort(answers_.begin(), answers_.end());
    auto answer = answers_.begin();
    for (const Named& invitation : invitations_) {
      while (answer != answers_.end() && *answer < invitation) ++answer;
      if (answer == answers_.end() || answer->first != invitation.first) continue;
      if (times[answer->second] - times[invitation.second] > within) continue;
      answered_.push_back(invitation.second);
      ++answer;
    }
    std::sort(answered_.begin(), answered_.end());
  }
  bool answered(uint32_t invitation) const {
    return std::binary_search(answered_.begin(), answered_.end(), invitation);
  }
  // Answers that came before their invitation, or too late. The last invitation before an answer is the nearest.
  template <class Visit>
  void for_each_uninvited(std::span<const Micros> times, Micros within, Visit visit) const {
    for (const Named& answer : answers_) {
      const auto after = std::lower_bound(invitations_.begin(), invitations_.end(), answer);
      const bool invited = after != invitations_.begin() && std::prev(after)->first == answer.first &&
                           times[answer.second] - times[std::prev(after)->second] <= within;
      if (!invited) visit(answer.second);
    }
  }

 private:
  using Named = std::pair<uint32_t, uint32_t>;  // Code of the name, event.
  std::vector<Named> invitations_;              // Sorted.
  std::vector<Named> answers_;
  std::vector<uint32_t> answered_;  // Invitations, sorted.
};

}  // namespace

Result<ResponseRate> ResponseRate::bind(BindContext& context) {
  const std::string kind = context.text("kind");
  // Comments and choices have no answer on a scale: each would look like somebody who was asked and kept silent.
  constexpr const char* kWithScores = "exists(kind) and not kind in (\"choice\", \"text\")";
  SOJOURN_CHECK(context.only(kind.empty() ? kWithScores : of_kind(kind)));
  ResponseRate bound;
  bound.kind_ = context.column("kind");
  bound.question_ = context.column("question");
  bound.answer_ = context.column("answer");
  // Only records that have invitations of ours, or of a tool that names them, have this column.
  if (context.snapshot().find_column(kInvitation)) bound.invitation_ = context.column(kInvitation);
  bound.within_ = context.duration("within");
  bound.range_ = context.range();
  return bound;
}

std::vector<AnswerColumn> ResponseRate::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.push_back({"n", ColumnRole::kCount, "invitations"});
  columns.push_back({"answered", ColumnRole::kCount, "invitations"});
  columns.push_back({"uninvited", ColumnRole::kCount, "answers"});
  return columns;
}

bool ResponseRate::is_answer(const Block& block, uint32_t event) const {
  return !std::isnan(block.column(answer_).numbers[event]);
}

void ResponseRate::fold(const Slice& slice, Groups<State>& groups) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) { fold_person(slice.block, events, groups); });
}

void ResponseRate::fold_person(const Block& block, std::span<const uint32_t> events, Groups<State>& groups) const {
  static thread_local OpenAnswers answers;  // Kept, so that folding does not allocate for each customer.
  static thread_local NamedAnswers named;
  const CodeColumn& kinds = block.column(kind_).codes;
  const CodeColumn& questions = block.column(question_).codes;
  const auto name_of = [&](uint32_t event) { return invitation_ ? block.column(*invitation_).codes[event] : 0; };
  answers.clear();
  named.clear();
  for (const uint32_t event : events) {
    if (!is_answer(block, event) && name_of(event) != 0) named.add_invitation(name_of(event), event);
  }
  named.sort();
  for (const uint32_t event : events) {
    if (!is_answer(block, event)) continue;
    if (name_of(event) == 0 || !named.add_answer(name_of(event), event)) {
      answers.add(event, kinds[event], questions[event]);
    }
  }
  named.match(block.times, within_);
  answers.sort();
  for (const uint32_t event : events) {
    if (is_answer(block, event)) continue;
    bool answered = named.answered(event);
    if (!answered) {
      const size_t answer = answers.first(kinds[event], questions[event], event);
      answered = answer != OpenAnswers::kNone && block.times[answers.event(answer)] - block.times[event] <= within_;
      if (answered) answers.take(answer);
    }
    if (!range_.contains(block.times[event])) continue;
    State& state = groups.at(event);
    ++state.asked;
    if (answered) ++state.answered;
  }
  const auto count_uninvited = [&](uint32_t event) {
    if (range_.contains(block.times[event])) ++groups.at(event).uninvited;
  };
  answers.for_each_left(count_uninvited);
  named.for_each_uninvited(block.times, within_, count_uninvited);
}

void ResponseRate::merge(State& into, const State& from) const {
  into.asked += from.asked;
  into.answered += from.answered;
  into.uninvited += from.uninvited;
}

void ResponseRate::finish(const State& state, Rows& rows) const {
  std::vector<Value> cells;
  if (state.asked == 0) {
    cells.assign(3, None{state.uninvited == 0 ? "nobody was asked" : "no invitations: all answers came uninvited"});
  } else {
    add_share(state.answered, state.asked, "", cells);
  }
  for (const int64_t count : {state.asked, state.answered, state.uninvited}) cells.emplace_back(count);
  rows.add(std::move(cells));
}

void ResponseRate::save(const State& state, ByteWriter& out) const {
  for (const int64_t count : {state.asked, state.answered, state.uninvited}) out.i64(count);
}

Result<ResponseRate::State> ResponseRate::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.asked, load_count(in));
  SOJOURN_TRY(state.answered, load_count(in));
  SOJOURN_TRY(state.uninvited, load_count(in));
  if (state.answered > state.asked) return in.corrupt("more were answered than asked");
  return state;
}

MeasureDefinition response_rate_definition() {
  MeasureDefinition definition;
  definition.id = "response_rate";
  definition.title = "Response rate";
  definition.question = "How many of those we ask give an answer?";
  definition.definition =
      "The share of invitations that were answered: rate = 100 * answered / asked. An invitation is an event with a "
      "kind of question and no answer (the kinds choice and text, which have no score, are left out); asked counts "
      "those in the range. An answer whose property invitation names an invitation of the customer belongs to that one "
      "alone, whatever its kind. Of the other answers each invitation that is still open, the earlier one first, takes "
      "the customer's next one of the same kind (and of the same question, where both name one) that no earlier "
      "invitation has taken. Answers count when they came no later than within after their invitation, and one answer "
      "never makes two invitations answered. "
      "The answer may come after the end of the range: it belongs to its invitation. Invitations whose time is not yet "
      "up count as asked. Answers in the range that belong to no invitation are shown as uninvited and enter neither "
      "part of the share. A filter applies to invitations and answers alike. Without an identifier an invitation "
      "cannot be matched with its answer. The interval is Wilson's at 95 % and takes invitations as independent.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "kind, question, answer, properties.invitation";
  definition.source =
      "AAPOR, Standard Definitions (response rate 1, every invitation taken as eligible); Wilson, Journal of the "
      "American Statistical Association 22, 1927.";
  definition.since = "0.1";
  ParameterInfo kind;
  kind.name = "kind";
  kind.about = "Only invitations and answers of this kind of question (nps, csat, ces ...); all kinds when not given.";
  ParameterInfo within;
  within.name = "within";
  within.type = ParameterType::kDuration;
  within.default_value = "30d";
  within.about = "The longest time between an invitation and its answer, that moment included.";
  definition.parameters = {std::move(kind), std::move(within)};
  definition.bind = bind_fold<ResponseRate>;
  return definition;
}

}  // namespace sojourn
