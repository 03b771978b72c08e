#include "tracking/posthog_event.h"

#include <string>

#include "base/decimal.h"
#include "base/text.h"
#include "tracking/posthog_words.h"

namespace sojourn::posthog {
namespace {

using Type = TrackedCall::Type;

Type type_of_meaning(EventMeaning::Kind kind) {
  switch (kind) {
    case EventMeaning::Kind::kTrack: return Type::kTrack;
    case EventMeaning::Kind::kPage: return Type::kPage;
    case EventMeaning::Kind::kScreen: return Type::kScreen;
    case EventMeaning::Kind::kIdentify: return Type::kIdentify;
    case EventMeaning::Kind::kAlias: return Type::kAlias;
    case EventMeaning::Kind::kGroup: return Type::kGroup;
  }
  return Type::kTrack;
}

void add(TrackedCall& call, IdentifierKind kind, std::string_view value) {
  if (!value.empty()) call.who.emplace_back(kind, value);
}

void settle_persons(const SaidEvent& said, TrackedCall& call) {
  call.must_name = true;
  // What an SDK makes up for a group that nobody in particular describes.
  const bool made_up = call.type == Type::kGroup && said.distinct.starts_with('$') &&
                       said.distinct == "$" + std::string(said.group_type) + "_" + std::string(said.group_key);
  const bool anonymous = said.anonymous_person || (!said.device.empty() && said.device == said.distinct);
  if (!made_up) add(call, anonymous ? IdentifierKind::kAnonymous : IdentifierKind::kId, said.distinct);
  if (said.anonymous != said.distinct) {
    // What came before names it as a cookie where its library tells the device, and else as if it were a customer.
    if (said.device != said.anonymous) add(call, IdentifierKind::kId, said.anonymous);
    add(call, IdentifierKind::kAnonymous, said.anonymous);
  }
  if (call.type == Type::kAlias) {
    add(call, IdentifierKind::kId, said.alias);
    add(call, IdentifierKind::kAnonymous, said.alias);
  } else if (!said.alias.empty()) {
    call.properties.push_back({"alias", Cell{said.alias, false, CellType::kString}});
  }
}

void settle_accounts(const SaidEvent& said, JsonRoom& room, TrackedCall& call) {
  std::string_view own = said.company;
  if (!said.group_key.empty()) {
    own = room.keep(account_of(said.group_type, said.group_key));
    add(call, IdentifierKind::kAccount, own);
  }
  if (!normalise_identifier(IdentifierKind::kAccount, own).empty()) {
    call.facts.push_back({"account", Cell{own, false, CellType::kString}});
  }
  for (const std::string_view account : said.accounts) add(call, IdentifierKind::kAccount, account);
  if (call.type == Type::kGroup && said.group_key.empty() && call.fault.ok()) {
    call.fault = Status::invalid("the event names no group", "$group_key");
  }
}

void settle_times(const SaidEvent& said, TrackedCall& call) {
  call.times.received = said.received;
  call.times.sent = said.sent;
  call.times.doubtful = runs_at_customer(said.library) && !said.ignore_sent && !said.historical;
  // Without a time of its own, how long before the sending it happened: in milliseconds.
  constexpr int64_t kOffsetMost = int64_t{365} * 24 * 3600 * 1000;
  const Result<int64_t> offset = parse_integer(said.offset);
  if (!call.times.said && offset && *offset >= 0 && *offset < kOffsetMost) {
    call.times.said = said.received - *offset * 1000;
    call.times.doubtful = false;
  }
}

}  // namespace

std::string_view cut_name(std::string_view text) {
  constexpr size_t kNameCharactersMax = 200;
  if (text.size() <= kNameCharactersMax) return text;
  size_t characters = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && ++characters > kNameCharactersMax) return text.substr(0, at);
  }
  return text;
}

bool settle(const SaidEvent& said, JsonRoom& room, TrackedCall& call) {
  const EventMeaning meaning = meaning_of(call.event);
  call.type = type_of_meaning(meaning.kind);
  if (call.type == Type::kTrack) call.touchpoint = meaning.touchpoint;
  call.silent = meaning.silent;
  if (call.type != Type::kTrack) call.event = {};
  if (call.type == Type::kAlias && said.alias == said.distinct) return false;
  settle_persons(said, call);
  settle_accounts(said, room, call);
  settle_times(said, call);
  call.channel = runs_in_app(said.library) || call.type == Type::kScreen ? "app" : "web";
  call.language = language_of(said.locale);
  if (!said.device_type.empty()) call.device = room.keep(lower_ascii(said.device_type));
  return true;
}

}  // namespace sojourn::posthog
