#include "voice/self_service.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "measure/cells.h"
#include "measure/parameters.h"
#include "metrics/answerers.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

// Lower case, one blank for each - or _.
std::string plain(std::string_view text) {
  std::string word = lower_ascii(trim(text));
  std::replace_if(
      word.begin(), word.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
  return word;
}

constexpr std::array<std::string_view, 10> kMachines{"ivr", "chatbot",   "chat bot",     "bot",        "voicebot",
                                                     "sms", "voice bot", "whatsapp bot", "voice menu", "self service"};

struct OutcomeWord {
  std::string_view word;
  SelfService::Outcome outcome;
};

constexpr std::array<OutcomeWord, 46> kOutcomeWords{{
    {"solved", SelfService::kSolved},
    {"resolved", SelfService::kSolved},
    {"contained", SelfService::kSolved},
    {"served", SelfService::kSolved},
    {"self served", SelfService::kSolved},
    {"completed", SelfService::kSolved},
    {"complete", SelfService::kSolved},
    {"success", SelfService::kSolved},
    {"successful", SelfService::kSolved},
    {"succeeded", SelfService::kSolved},
    {"answered", SelfService::kSolved},
    {"done", SelfService::kSolved},
    {"closed", SelfService::kSolved},
    {"handled", SelfService::kSolved},
    {"handed over", SelfService::kHandedOver},
    {"handover", SelfService::kHandedOver},
    {"handoff", SelfService::kHandedOver},
    {"hand off", SelfService::kHandedOver},
    {"handed off", SelfService::kHandedOver},
    {"transferred", SelfService::kHandedOver},
    {"transfer", SelfService::kHandedOver},
    {"agent", SelfService::kHandedOver},
    {"to agent", SelfService::kHandedOver},
    {"human", SelfService::kHandedOver},
    {"escalated", SelfService::kHandedOver},
    {"escalation", SelfService::kHandedOver},
    {"queued", SelfService::kHandedOver},
    {"bridged", SelfService::kHandedOver},
    {"left", SelfService::kLeft},
    {"abandoned", SelfService::kLeft},
    {"abandon", SelfService::kLeft},
    {"hangup", SelfService::kLeft},
    {"hang up", SelfService::kLeft},
    {"hung up", SelfService::kLeft},
    {"dropped", SelfService::kLeft},
    {"disconnected", SelfService::kLeft},
    {"timeout", SelfService::kLeft},
    {"timed out", SelfService::kLeft},
    {"expired", SelfService::kLeft},
    {"no input", SelfService::kLeft},
    {"no answer", SelfService::kLeft},
    {"cancelled", SelfService::kLeft},
    {"canceled", SelfService::kLeft},
    {"failed", SelfService::kLeft},
    {"unsolved", SelfService::kLeft},
    {"unresolved", SelfService::kLeft},
}};

SelfService::Outcome outcome_of_word(std::string_view text) {
  const std::string word = plain(text);
  const auto found = std::ranges::find(kOutcomeWords, word, &OutcomeWord::word);
  return found == kOutcomeWords.end() ? SelfService::kUnknown : found->outcome;
}

}  // namespace

Result<SelfService> SelfService::bind(BindContext& context) {
  SelfService bound;
  bound.channel_ = context.column("channel");
  bound.direction_ = context.column("direction");
  bound.kind_ = context.column("kind");
  bound.outcome_ = context.column("outcome");
  bound.transfers_ = context.column("transfers");
  bound.resolved_ = context.column("resolved");
  const Snapshot& snapshot = context.snapshot();
  if (context.given("sessions")) {
    SOJOURN_TRY(bound.sessions_, context.filter(context.text("sessions"), "sessions"));
  }
  for (const auto& [name, outcome] :
       {std::pair{"solved", kSolved}, std::pair{"handed_over", kHandedOver}, std::pair{"left", kLeft}}) {
    if (!context.given(name)) continue;
    SOJOURN_TRY(bound.told_[outcome], context.filter(context.text(name), name));
  }
  const Names& channels = *snapshot.names(bound.channel_);
  bound.machines_.assign(std::max<size_t>(1, channels.size()), false);
  for (uint32_t code = 1; code < channels.size(); ++code) {
    bound.machines_[code] = std::ranges::find(kMachines, plain(channels.text(code))) != kMachines.end();
  }
  const Names& outcomes = *snapshot.names(bound.outcome_);
  bound.outcomes_.assign(std::max<size_t>(1, outcomes.size()), kUnknown);
  for (uint32_t code = 1; code < outcomes.size(); ++code) bound.outcomes_[code] = outcome_of_word(outcomes.text(code));
  bound.out_ = snapshot.names(bound.direction_)->find("out").value_or(0);
  for (const char* property : {"properties.session", "properties.conversation"}) {
    if (snapshot.find_column(property)) bound.keys_.push_back(context.column(property));
  }
  context.without_times();
  return bound;
}

std::vector<AnswerColumn> SelfService::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  for (const char* name : {"n", "solved", "handed_over", "left", "unknown"}) {
    columns.push_back({name, ColumnRole::kCount, "sessions"});
  }
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  for (const char* name :
       {"handed_over_share", "handed_over_low", "handed_over_high", "left_share", "left_low", "left_high"}) {
    columns.push_back({name, ColumnRole::kDetail, "%"});
  }
  return columns;
}

// Only sessions are shown to the fold, so that there is no row for what has none.
void SelfService::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  if (sessions_ != nullptr) {
    sessions_->select(block, scratch.sessions);
  } else {
    scratch.sessions.reset(block.event_count(), false);
    for (uint32_t event = 0; event < block.event_count(); ++event) {
      if (is_session(block, event)) scratch.sessions.set(event);
    }
  }
  for (size_t i = 0; i < shown.words().size(); ++i) shown.words()[i] &= scratch.sessions.words()[i];
  for (size_t outcome = 0; outcome < kOutcomes; ++outcome) {
    if (told_[outcome] != nullptr) told_[outcome]->select(block, scratch.told[outcome]);
  }
}

bool SelfService::is_session(const Block& block, uint32_t event) const {
  const uint32_t channel = block.column(channel_).codes[event];
  const uint32_t direction = block.column(direction_).codes[event];
  const bool survey = block.column(kind_).codes[event] != 0;
  return channel < machines_.size() && machines_[channel] && (direction == 0 || direction != out_) && !survey;
}

SelfService::Outcome SelfService::outcome_of(const Block& block, uint32_t event, const Scratch& scratch) const {
  for (const Outcome outcome : {kSolved, kHandedOver, kLeft}) {
    if (told_[outcome] != nullptr && scratch.told[outcome].test(event)) return outcome;
  }
  const uint32_t word = block.column(outcome_).codes[event];
  if (word < outcomes_.size() && outcomes_[word] != kUnknown) return outcomes_[word];
  if (block.column(transfers_).numbers[event] > 0) return kHandedOver;
  const int64_t resolved = block.column(resolved_).integers[event];
  if (resolved == kNoInteger) return kUnknown;
  return resolved != 0 ? kSolved : kLeft;
}

// Of the property and its value; 0 where the event names no session.
uint64_t SelfService::key_of(const Block& block, uint32_t event) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (const uint32_t code = block.column(keys_[i]).codes[event]; code != 0) return (uint64_t{i} << 32) | code;
  }
  return 0;
}

void SelfService::fold(State& state, const Slice& slice, const Scratch& scratch) const {
  static thread_local std::vector<Session> sessions;  // Kept, so that folding does not allocate for each customer.
  static thread_local std::unordered_map<uint64_t, size_t> places;
  bool counted = false;
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    sessions.clear();
    places.clear();
    for (const uint32_t event : events) {
      const uint64_t key = key_of(slice.block, event);
      const auto known = key == 0 ? places.end() : places.find(key);
      if (known == places.end() && key != 0) places.emplace(key, sessions.size());
      Session& session = known == places.end() ? sessions.emplace_back() : sessions[known->second];
      const Outcome outcome = outcome_of(slice.block, event, scratch);
      if (outcome != kUnknown) session.outcome = outcome;
      if (outcome == kUnknown && slice.block.column(outcome_).codes[event] != 0) session.unread = true;
    }
    for (const Session& session : sessions) {
      ++state.sessions[session.outcome];
      if (session.outcome != kUnknown) counted = true;
      if (session.outcome == kUnknown && session.unread) ++state.unread;
    }
  });
  if (counted && slice.block.identified[slice.customer] != 0) ++state.customers;
}

void SelfService::merge(State& into, const State& from) const {
  for (size_t outcome = 0; outcome < kOutcomes; ++outcome) into.sessions[outcome] += from.sessions[outcome];
  into.customers += from.customers;
  into.unread += from.unread;
}

void SelfService::finish(const State& state, Rows& rows) const {
  const int64_t n = state.sessions[kSolved] + state.sessions[kHandedOver] + state.sessions[kLeft];
  const std::string none = state.sessions[kUnknown] == 0 ? "no self-service sessions" : "no session tells how it ended";
  std::vector<Value> cells;
  add_share(state.sessions[kSolved], n, none, cells);
  cells.emplace_back(n);
  for (const Outcome outcome : {kSolved, kHandedOver, kLeft, kUnknown}) cells.emplace_back(state.sessions[outcome]);
  cells.emplace_back(state.customers);
  add_share(state.sessions[kHandedOver], n, none, cells);
  add_share(state.sessions[kLeft], n, none, cells);
  rows.add(std::move(cells));
  rows.note(state.unread, "sessions with an outcome that is no known word, to be told by solved, handed_over or left");
}

void SelfService::save(const State& state, ByteWriter& out) const {
  for (const int64_t count : state.sessions) out.i64(count);
  out.i64(state.customers);
  out.i64(state.unread);
}

Result<SelfService::State> SelfService::load(ByteReader& in) const {
  State state;
  for (int64_t& count : state.sessions) {
    SOJOURN_TRY(count, load_count(in));
  }
  SOJOURN_TRY(state.customers, load_count(in));
  SOJOURN_TRY(state.unread, load_count(in));
  const int64_t n = state.sessions[kSolved] + state.sessions[kHandedOver] + state.sessions[kLeft];
  if (state.customers > n || state.unread > state.sessions[kUnknown]) return in.corrupt("the sessions do not add up");
  return state;
}

MeasureDefinition self_service_definition() {
  MeasureDefinition definition;
  definition.id = "self_service";
  definition.title = "Self-service";
  definition.question = "How many matters are solved by our machines alone, without an agent?";
  definition.definition =
      "The share of self-service sessions that solved the matter: self_service = 100 * solved / n, n = solved + handed "
      "over + left. Beside it stand the shares that were handed over to an agent and that were left without a "
      "solution; of 1000 sessions with 640 solved, 220 handed over and 140 left they are 64, 22 and 14 %. A session is "
      "an event on the channel ivr, chatbot, bot, voicebot, voice menu, sms, whatsapp bot or self service that did not "
      "go out from us and is no survey question or answer, or one that passes sessions; events of one customer that "
      "share properties.session, or else properties.conversation, are one session. How it ended is told by the last of "
      "its events that says so: by the filters solved, handed_over and left where they are given; by the field outcome "
      "(solved, resolved, contained, served, completed; handed_over, transferred, agent, escalated; left, abandoned, "
      "hangup, timeout, cancelled, failed and a few more, in any case of letters); else by transfers above 0, which is "
      "handed over; else by resolved, true for solved and false for left. Sessions that tell nothing are counted as "
      "unknown and are not in n. A session whose events fall into several groups or periods is a session in each. The "
      "interval is Wilson's at 95 % and takes sessions as independent.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "channel, direction, outcome, transfers, resolved, properties.session, properties.conversation";
  definition.source = "Wilson, Journal of the American Statistical Association 22, 1927.";
  definition.since = "0.1";
  definition.parameters = {
      parameter(
          "sessions", ParameterType::kFilter, "",
          "Which events are self-service sessions, in place of those on the channels of machines: properties.flow = "
          "\"menu\"."),
      parameter("solved", ParameterType::kFilter, "", "Events that tell that the matter was solved: outcome = \"ok\"."),
      parameter("handed_over", ParameterType::kFilter, "",
                "Events that tell that an agent took over: properties.handoff = \"true\"."),
      parameter("left", ParameterType::kFilter, "",
                "Events that tell that the customer left without a solution: properties.last_step = \"menu\"."),
  };
  definition.bind = bind_fold<SelfService>;
  return definition;
}

}  // namespace sojourn
