#include "enrich/live_tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "enrich/text_judge.h"
#include "enrich/voice.h"
#include "text/model_file.h"

namespace sojourn {
namespace {

constexpr size_t kSeenTurns = 16;
constexpr size_t kMessageBytesMax = size_t{256} << 10;

// Properties that name a conversation, the surest first.
constexpr std::array<std::string_view, 15> kKeys{"properties.conversation",
                                                 "properties.conversation_id",
                                                 "properties.conversation.id",
                                                 "properties.session",
                                                 "properties.session_id",
                                                 "properties.chat",
                                                 "properties.chat_id",
                                                 "properties.call_id",
                                                 "properties.ticket",
                                                 "properties.ticket_id",
                                                 "properties.case",
                                                 "properties.case_id",
                                                 "properties.thread",
                                                 "properties.thread_id",
                                                 "properties.episode"};

constexpr std::array<std::string_view, 16> kTalkChannels{
    "chat",  "live chat", "livechat", "web chat", "webchat",   "chatbot",  "bot",    "call",
    "phone", "voice",     "sms",      "whatsapp", "messenger", "telegram", "wechat", "in-app chat"};

bool is_talk(std::string_view channel) {
  std::string word = lower_ascii(trim(channel));
  std::replace(word.begin(), word.end(), '_', ' ');
  return std::ranges::find(kTalkChannels, word) != kTalkChannels.end();
}

std::string kept_text(std::string_view text) { return std::string(text.substr(0, cut_at(text, LiveFlag::kTextBytes))); }

// As it stands, where it is of a sensible length; else its beginning and a hash of all of it.
std::string kept_name(std::string_view name) {
  if (name.size() <= LiveTone::kNameBytesMax) return std::string(name);
  const std::string hash = "#" + checksum_text(hash64(name));
  return std::string(name.substr(0, cut_at(name, LiveTone::kNameBytesMax - hash.size()))) + hash;
}

// Of a turn of an event.
Micros time_of(Micros event, const SpokenTurn& turn) {
  constexpr int64_t kMsMax = LiveTone::kTurnWithin / (kSecond / 1000);
  const int64_t after = turn.from_ms.value_or(0);
  const Micros time = event + (after > kMsMax ? 0 : after * (kSecond / 1000));
  return std::min(time, kTimeMax);
}

bool of_customer(std::string_view role) {
  const Speaker speaker = speaker_of_role(role);
  return speaker == Speaker::kCustomer || speaker == Speaker::kUnknown;
}

}  // namespace

size_t cut_at(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text.size();
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return bytes;
}

ToneOfText tone_by(const Voice& voice) {
  struct Judge {
    std::shared_ptr<const VoiceEdition> edition;
    std::unique_ptr<TextJudge> judge;
  };
  return [&voice, kept = std::make_shared<Judge>()](std::string_view text, std::string_view language) {
    std::shared_ptr<const VoiceEdition> edition = voice.edition();
    if (kept->edition != edition) {
      kept->judge = std::make_unique<TextJudge>(edition);
      kept->edition = std::move(edition);
    }
    return kept->judge->facts_of(text, language).score_value();
  };
}

LiveTone::LiveTone(ToneOfText tone, std::function<Micros()> clock) : tone_(std::move(tone)), clock_(std::move(clock)) {}

// --- what comes in

void LiveTone::take(const EventBatch& batch) {
  Message message;
  for (const Event& event : batch.events) {
    const bool has_turns = event.properties.find("\"turns\":") != std::string_view::npos;
    if (!event.has(Field::kText) && !has_turns) continue;
    const std::lock_guard lock(waiting_mutex_);
    if (!read(batch, event, message)) continue;
    while (!waiting_.empty() &&
           (waiting_.size() >= kWaitingMax || waiting_bytes_ + message.bytes() > kWaitingBytesMax)) {
      waiting_bytes_ -= waiting_.front().bytes();
      waiting_.pop_front();
      ++passed_over_;
    }
    waiting_bytes_ += message.bytes();
    waiting_.push_back(std::exchange(message, Message{}));
  }
}

// False where the event is no message of a conversation.
bool LiveTone::read(const EventBatch& batch, const Event& event, Message& message) {
  message = Message{};
  if (event.has(Field::kAnswer) || event.has(Field::kKind)) return false;
  if (!name_conversation(batch, event, message)) return false;
  const bool out = event.has(Field::kDirection) && event.text(Field::kDirection) == "out";
  const CustomerSaid said =
      customer_said(event.has(Field::kText) ? event.text(Field::kText) : std::string_view(), message.turns, out);
  if (said.nothing()) return false;
  message.text = said.text;
  if (message.bytes() > kMessageBytesMax) {
    ++passed_over_;
    return false;
  }
  if (event.has(Field::kLanguage)) message.language = event.text(Field::kLanguage);
  message.resolved = event.has(Field::kResolved) && event.integer(Field::kResolved) != 0;
  message.about.source = batch.source;
  message.about.last = event.time;
  message.about.event = event.time;
  if (event.has(Field::kChannel)) message.about.channel = event.text(Field::kChannel);
  if (event.who_count > 0) message.about.customer = {event.who[0].kind, std::string(event.who[0].value)};
  return true;
}

bool LiveTone::name_conversation(const EventBatch& batch, const Event& event, Message& message) {
  size_t best = kKeys.size();
  bool ours = false;
  flattener_.flatten(event.properties, [&](std::string_view name, std::string_view text) {
    if (name == "properties.role" || name == "properties.sender") ours = ours || !of_customer(text);
    const size_t place = static_cast<size_t>(std::ranges::find(kKeys, name) - kKeys.begin());
    if (place >= best) return;
    best = place;
    message.about.conversation = kept_name(text);
  });
  message.turns = flattener_.turns();
  if (ours && message.turns.empty()) return false;
  if (best == kKeys.size() && event.has(Field::kOrder))
    message.about.conversation = kept_name(event.text(Field::kOrder));
  if (message.about.conversation.empty() && !message.turns.empty()) message.about.conversation = kept_name(event.id);
  if (!message.about.conversation.empty()) {
    message.key = batch.source + "\n" + message.about.conversation;
    return true;
  }
  if (event.who_count == 0 || !event.has(Field::kChannel) || !is_talk(event.text(Field::kChannel))) return false;
  message.windowed = true;
  message.key = "\n" + format_identifier({event.who[0].kind, std::string(event.who[0].value)}) + "\n" +
                std::string(event.text(Field::kChannel));
  return true;
}

// --- what is judged

bool LiveTone::step() {
  const std::lock_guard lock(mutex_);  // First, so that messages are judged in the order in which they came.
  std::deque<Message> messages;
  {
    const std::lock_guard waiting_lock(waiting_mutex_);
    messages.swap(waiting_);
    waiting_bytes_ = 0;
  }
  const uint64_t before = changes_;
  for (Message& message : messages) {
    judge(message);
    tell(message.key);
  }
  forget_silent();
  return changes_ != before;
}

LiveTone::Conversation& LiveTone::conversation_of(const Message& message) {
  if (message.windowed) {
    const auto known = conversations_.find(message.key);
    if (known != conversations_.end() && std::abs(message.about.last - known->second.flag.last) > kOpenFor) {
      forget(message.key);
    }
  }
  auto [found, added] = conversations_.try_emplace(message.key);
  Conversation& conversation = found->second;
  if (added) {
    conversation.flag = message.about;
    conversation.place = order_.insert(order_.end(), message.key);
  }
  order_.splice(order_.end(), order_, conversation.place);
  conversation.arrived = clock_();
  if (conversation.flag.customer.value.empty()) conversation.flag.customer = message.about.customer;
  if (conversation.flag.channel.empty()) conversation.flag.channel = message.about.channel;
  conversation.flag.last = std::max(conversation.flag.last, message.about.last);
  conversation.flag.event = std::max(conversation.flag.event, message.about.event);
  return conversation;
}

void LiveTone::add_turn(Conversation& conversation, double tone, Micros time) {
  const bool before = conversation.course.raised();
  conversation.course.add(std::clamp(tone, -1.0, 1.0));
  if (conversation.course.raised() == before) return;
  conversation.flag.since = time;
  ++changes_;
}

void LiveTone::judge(Message& message) {
  Conversation& conversation = conversation_of(message);
  if (!message.turns.empty()) {
    judge_turns(message, conversation);
  } else {
    const uint64_t hash = hash64(message.text) ^ static_cast<uint64_t>(message.about.last);
    if (std::ranges::find(conversation.seen, hash) != conversation.seen.end()) return;
    if (conversation.seen.size() < kSeenTurns) conversation.seen.resize(conversation.seen.size() + 1);
    conversation.seen[conversation.seen_next++ % kSeenTurns] = hash;
    const double tone = tone_(message.text, message.language);
    if (!std::isnan(tone)) add_turn(conversation, tone, message.about.last);
    conversation.flag.text = kept_text(message.text);
  }
  if (message.resolved) forget(message.key);
}

// The whole conversation is told again: its course is gone through anew.
void LiveTone::judge_turns(const Message& message, Conversation& conversation) {
  const auto turns = turns_.read(message.turns);
  if (!turns) return;
  const bool before = conversation.course.raised();
  const Micros since = conversation.flag.since;
  const uint64_t changes = changes_;
  conversation.course = ToneCourse{};
  for (const SpokenTurn& turn : *turns) {
    if (turn.speaker != Speaker::kCustomer) continue;
    const double tone = std::isnan(turn.given) ? tone_(turn.text, message.language) : turn.given;
    const Micros time = time_of(message.about.last, turn);
    if (!std::isnan(tone)) add_turn(conversation, tone, time);
    conversation.flag.text = kept_text(turn.text);
    conversation.flag.last = std::max(conversation.flag.last, time);
  }
  changes_ = changes;
  if (conversation.course.raised() != before) ++changes_;
  if (conversation.course.raised() && before) conversation.flag.since = since;
}

void LiveTone::forget(const std::string& key) {
  const auto found = conversations_.find(key);
  if (found == conversations_.end()) return;
  if (found->second.course.raised()) ++changes_;
  order_.erase(found->second.place);
  conversations_.erase(found);
  tell(key);
}

void LiveTone::forget_silent() {
  const Micros now = clock_();
  while (!order_.empty()) {
    const std::string oldest = order_.front();
    if (conversations_.size() <= kConversationsMax && now - conversations_.at(oldest).arrived <= kOpenFor) return;
    forget(oldest);
  }
}

// --- what is told

// What became of a conversation. REQUIRES: mutex_ is held.
void LiveTone::tell(const std::string& key) {
  const auto found = conversations_.find(key);
  const std::lock_guard lock(told_mutex_);
  told_changes_ = changes_;
  if (found == conversations_.end() || !found->second.course.raised()) {
    told_.erase(key);
    return;
  }
  const Conversation& conversation = found->second;
  Told& told = told_[key];
  told.flag = conversation.flag;
  told.flag.tone = conversation.course.mean();
  told.flag.turns = conversation.course.turns();
  told.arrived = conversation.arrived;
}

std::vector<LiveFlag> LiveTone::list() const {
  const Micros now = clock_();
  std::vector<LiveFlag> flags;
  {
    const std::lock_guard lock(told_mutex_);
    for (const auto& [key, told] : told_) {
      if (now - told.arrived <= kOpenFor) flags.push_back(told.flag);
    }
  }
  std::sort(flags.begin(), flags.end(), [](const LiveFlag& a, const LiveFlag& b) {
    return std::pair(-a.since, a.conversation) < std::pair(-b.since, b.conversation);
  });
  return flags;
}

uint64_t LiveTone::changes() const {
  const std::lock_guard lock(told_mutex_);
  return told_changes_;
}

int64_t LiveTone::passed_over() const {
  const std::lock_guard lock(waiting_mutex_);
  return passed_over_;
}

}  // namespace sojourn
