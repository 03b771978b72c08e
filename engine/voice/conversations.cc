#include "voice/conversations.h"

#include <cmath>
#include <optional>
#include <string>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr double kMillisecond = 1000;   // Of seconds.
constexpr double kMicrosecond = 1e6;    // Of seconds.
constexpr double kWholeMax = 1e12;      // No conversation has so many words or milliseconds.
constexpr double kWordsAMinute = 60e3;  // Words a millisecond as words a minute.
constexpr const char* kNothing = "no conversations";
constexpr const char* kNoTime = "the turns took no time at all";
constexpr std::array<const char*, 5> kCueNames{"cues", "hesitations", "apologies", "courtesies", "promises"};

// Empty where absent, or where no conversation could have it.
std::optional<int64_t> whole(double value, double unit = 1) {
  const double scaled = value * unit;
  if (!(scaled >= 0 && scaled <= kWholeMax)) return std::nullopt;
  return std::llround(scaled);
}

// Of what needs the times of turns: nothing tells them, or what they tell is no time at all.
Value share_of(int64_t part, const Conversations::Sum& told, int64_t whole, const std::string& none) {
  return whole == 0 ? Value(None{told.of == 0 ? none : kNoTime}) : Value(percent(part, whole));
}

void add(Conversations::Sum& sum, int64_t value) {
  ++sum.of;
  sum.sum += value;
}

Value per_conversation(const Conversations::Sum& sum, const std::string& none) {
  if (sum.of == 0) return None{none};
  return static_cast<double>(sum.sum) / static_cast<double>(sum.of);
}

Value pace(const Conversations::Sum& words, const Conversations::Sum& talk, const std::string& none) {
  if (talk.sum == 0) return None{talk.of == 0 ? none : kNoTime};
  return kWordsAMinute * static_cast<double>(words.sum) / static_cast<double>(talk.sum);
}

}  // namespace

Result<Conversations> Conversations::bind(BindContext& context) {
  SOJOURN_CHECK(context.only("exists(voice.turns)"));
  Conversations bound;
  bound.turns_ = context.column("voice.turns");
  bound.agent_words_ = context.column("voice.agent_words");
  bound.customer_words_ = context.column("voice.customer_words");
  bound.agent_talk_ = context.column("voice.agent_talk");
  bound.customer_talk_ = context.column("voice.customer_talk");
  bound.silence_ = context.column("voice.silence");
  bound.interruptions_ = context.column("voice.interruptions");
  bound.response_ = context.column("voice.response");
  for (size_t i = 0; i < kCueColumns; ++i) bound.cues_[i] = context.column("voice." + std::string(kCueNames[i]));
  bound.escalation_ = context.column("voice.escalation");
  bound.yes_ = context.snapshot().names(bound.escalation_)->find("yes").value_or(0);
  context.without_times();
  return bound;
}

std::vector<AnswerColumn> Conversations::columns() const {
  std::vector<AnswerColumn> columns = {{"value", ColumnRole::kValue, "conversations"},
                                       {"n", ColumnRole::kCount, "conversations"},
                                       {"customers", ColumnRole::kCount, "customers"},
                                       {"agent_pace", ColumnRole::kDetail, "words/min"},
                                       {"customer_pace", ColumnRole::kDetail, "words/min"},
                                       {"agent_share", ColumnRole::kDetail, "%"},
                                       {"silence_share", ColumnRole::kDetail, "%"},
                                       {"interruptions", ColumnRole::kDetail, "a conversation"},
                                       {"response", ColumnRole::kDetail, "s"}};
  for (const char* name : kCueNames) columns.push_back({name, ColumnRole::kDetail, "a conversation"});
  columns.push_back({"escalated", ColumnRole::kCount, "conversations"});
  for (const char* name : {"escalated_share", "escalated_low", "escalated_high"}) {
    columns.push_back({name, ColumnRole::kDetail, "%"});
  }
  return columns;
}

void Conversations::add_talk(State& state, const Block& block, uint32_t event) const {
  auto& sums = state.sums;
  const auto agent = whole(block.column(agent_talk_).numbers[event], kMillisecond);
  const auto customer = whole(block.column(customer_talk_).numbers[event], kMillisecond);
  const auto silence = whole(block.column(silence_).numbers[event], kMillisecond);
  const auto agent_words = whole(block.column(agent_words_).numbers[event]);
  const auto customer_words = whole(block.column(customer_words_).numbers[event]);
  if (agent && agent_words) {
    add(sums[kAgentWords], *agent_words);
    add(sums[kAgentTalk], *agent);
  }
  if (customer && customer_words) {
    add(sums[kCustomerWords], *customer_words);
    add(sums[kCustomerTalk], *customer);
  }
  if (!agent || !customer) return;
  add(sums[kSharedAgent], *agent);
  add(sums[kSharedCustomer], *customer);
  if (!silence) return;
  add(sums[kSilence], *silence);
  add(sums[kSilenceTalk], *agent + *customer);
}

void Conversations::fold(State& state, const Slice& slice) const {
  const Block& block = slice.block;
  const int64_t before = state.conversations;
  for (const uint32_t event : slice.events) {
    if (std::isnan(block.column(turns_).numbers[event])) continue;
    ++state.conversations;
    add_talk(state, block, event);
    if (const auto count = whole(block.column(interruptions_).numbers[event])) add(state.sums[kInterruptions], *count);
    for (size_t i = 0; i < kCueColumns; ++i) {
      if (const auto count = whole(block.column(cues_[i]).numbers[event])) add(state.sums[kCues + i], *count);
    }
    if (const auto wait = whole(block.column(response_).numbers[event], kMicrosecond)) state.responses.add(*wait);
    const uint32_t escalation = block.column(escalation_).codes[event];
    if (escalation != 0) add(state.sums[kEscalated], escalation == yes_ ? 1 : 0);
  }
  if (state.conversations > before && block.identified[slice.customer] != 0) ++state.customers;
}

void Conversations::merge(State& into, const State& from) const {
  into.conversations += from.conversations;
  into.customers += from.customers;
  for (size_t i = 0; i < kSums; ++i) {
    into.sums[i].of += from.sums[i].of;
    into.sums[i].sum += from.sums[i].sum;
  }
  into.responses.merge(from.responses);
}

void Conversations::finish(const State& state, Rows& rows) const {
  const auto& sums = state.sums;
  const int64_t talk = sums[kSharedAgent].sum + sums[kSharedCustomer].sum;
  const auto none = [&](const char* reason) { return std::string(state.conversations == 0 ? kNothing : reason); };
  const std::string both = none("no conversation tells when each turn of agent and customer began and ended");
  std::vector<Value> cells = {state.conversations, state.conversations, state.customers};
  cells.push_back(pace(sums[kAgentWords], sums[kAgentTalk],
                       none("no conversation tells when each turn of the agent began and ended")));
  cells.push_back(pace(sums[kCustomerWords], sums[kCustomerTalk],
                       none("no conversation tells when each turn of the customer began and ended")));
  cells.push_back(share_of(sums[kSharedAgent].sum, sums[kSharedAgent], talk, both));
  cells.push_back(share_of(sums[kSilence].sum, sums[kSilence], sums[kSilence].sum + sums[kSilenceTalk].sum, both));
  cells.push_back(per_conversation(sums[kInterruptions], both));
  const std::optional<double> response = state.responses.median();
  cells.push_back(response ? length_in(response, kSecond)
                           : Value(None{none("no conversation tells when an agent answered the customer")}));
  const std::string silent = none("no conversation is in a language whose cues are known");
  for (size_t i = 0; i < kCueColumns; ++i) cells.push_back(per_conversation(sums[kCues + i], silent));
  cells.emplace_back(sums[kEscalated].sum);
  add_share(sums[kEscalated].sum, sums[kEscalated].of, none("no conversation has a turn of the customer"), cells);
  rows.add(std::move(cells));
  rows.note(state.conversations - sums[kSharedAgent].of,
            "conversations that do not tell when each turn of agent and customer began and ended, without pace, shares "
            "of talk and interruptions");
}

void Conversations::save(const State& state, ByteWriter& out) const {
  out.i64(state.conversations);
  out.i64(state.customers);
  for (const Sum& sum : state.sums) {
    out.i64(sum.of);
    out.i64(sum.sum);
  }
  state.responses.save(out);
}

Result<Conversations::State> Conversations::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.conversations, load_count(in));
  SOJOURN_TRY(state.customers, load_count(in));
  if (state.customers > state.conversations) return in.corrupt("more customers than conversations");
  for (Sum& sum : state.sums) {
    SOJOURN_TRY(sum.of, load_count(in));
    SOJOURN_TRY(sum.sum, load_count(in));
    if (sum.of > state.conversations || (sum.of == 0 && sum.sum != 0)) {
      return in.corrupt("more is told than there are conversations");
    }
  }
  if (state.sums[kEscalated].sum > state.sums[kEscalated].of) return in.corrupt("more escalated than were had");
  SOJOURN_TRY(state.responses, QuantileSketch::load(in));
  if (state.responses.count() > state.conversations) return in.corrupt("more were answered than were had");
  return state;
}

MeasureDefinition conversations_definition() {
  MeasureDefinition definition;
  definition.id = "conversations";
  definition.title = "Conversations";
  definition.question = "How do our conversations with customers go?";
  definition.definition =
      "The number of calls, chats and other contacts of which the turns are kept, and how they went. agent_pace is "
      "words a minute, 60 * words / seconds of talk, over the conversations in which all of the agent's turns have a "
      "beginning and an end (450 words in 180 s are 150); customer_pace likewise. agent_share is agents' talk / "
      "(agents' and customers' talk); silence_share is the time in which nobody spoke / (that and both talks). "
      "interruptions are turns that begin while the other side goes on for more than 0.2 s, a conversation. response "
      "is how long customers wait for the agent's next turn: the median of each conversation, and of these the median; "
      "what a bot says is no answer. cues are words of hesitation, apology, courtesy (please, thanks) and agents' "
      "promises, a conversation, in English, Dutch, German, Russian and Chinese. escalated are conversations in which "
      "the customer asks for somebody in charge, or whose tone falls at the end; their share has Wilson's interval at "
      "95 %, conversations taken as independent. Every figure is over the conversations that tell what it needs: a "
      "chat "
      "without times has words, but no pace. Sums are divided, not means of conversations taken.";
  definition.unit = "conversations";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 0;
  definition.interval = "Wilson (escalated_share); none else";
  definition.inputs = "properties.turns (voice.turns, voice.agent_talk and the others)";
  definition.source = "Counts; Wilson, Journal of the American Statistical Association 22, 1927.";
  definition.since = "0.1";
  definition.bind = bind_fold<Conversations>;
  return definition;
}

}  // namespace sojourn
