#include "tracking/segment_call.h"

#include <optional>

namespace sojourn::segment {
namespace {

using Type = TrackedCall::Type;

void fact(TrackedCall& call, std::string_view name, std::string_view text) {
  call.facts.push_back({name, Cell{text, false, CellType::kString}});
}

Runs runs_of(const SaidCall& said) {
  for (const std::string_view channel : {said.channel, said.context_channel}) {
    const Runs by_channel = channel_runs(channel);
    if (by_channel != Runs::kUnknown) return by_channel;
  }
  const bool unnamed = said.library.empty() && said.channel.empty() && said.context_channel.empty();
  return unnamed && said.browser_agent ? Runs::kBrowser : library_runs(said.library);
}

void settle_who(Kind kind, const SaidCall& said, TrackedCall& call) {
  call.must_name = true;
  const auto add = [&call](IdentifierKind id, std::string_view value) {
    if (!value.empty()) call.who.emplace_back(id, value);
  };
  add(IdentifierKind::kId, said.user);
  add(IdentifierKind::kAnonymous, said.anonymous);
  if (kind == Kind::kAlias || kind == Kind::kMerge) {
    // It may have been a user's name or a cookie: both join.
    add(IdentifierKind::kId, said.previous);
    add(IdentifierKind::kAnonymous, said.previous);
  }
}

void settle_times(const SaidCall& said, Micros received, TrackedCall& call) {
  const Runs where = runs_of(said);
  call.channel = where == Runs::kMobile || call.type == Type::kScreen ? "app" : "web";
  // Beside the clock's own reading, or corrected by somebody before us, the timestamp is what the caller means.
  const bool trusted = !said.timestamp.empty() && (said.forwarded || !said.original.empty());
  const std::string_view text = said.timestamp.empty() ? said.original : said.timestamp;
  if (!text.empty()) {
    if (const std::optional<ParsedTime> at = read_said_time(text)) {
      call.times.said = at->utc;
      call.offset_minutes = at->offset_minutes;
    } else if (call.fault.ok()) {
      call.fault = Status::invalid("'" + std::string(text.substr(0, 40)) + "' is not a time", "timestamp");
    }
  }
  if (!said.timestamp.empty() && !said.original.empty() && said.timestamp != said.original) {
    fact(call, "original_time", said.original);
  }
  call.times.received = received;
  call.times.doubtful = !trusted && (where == Runs::kBrowser || where == Runs::kMobile);
  if (const std::optional<ParsedTime> at = read_said_time(said.sent)) call.times.sent = at->utc;
}

}  // namespace

bool CallSettler::settle(Kind kind, SaidCall& said, const NamedValues& context, Micros received, TrackedCall& call) {
  call.type = type_of_kind(kind);
  read_context(said, context, call);
  // What an SDK sends that was told the same name twice.
  if (kind == Kind::kAlias && !said.previous.empty() && said.previous == said.user) return false;
  settle_who(kind, said, call);
  settle_names(said, call);
  settle_times(said, received, call);
  return true;
}

void CallSettler::settle_names(const SaidCall& said, TrackedCall& call) {
  if (call.type == Type::kPage || call.type == Type::kScreen) {
    if (!said.name.empty()) call.event = said.name;
    if (!said.category.empty()) fact(call, "category", said.category);
  }
  if (call.type == Type::kGroup) {
    for (const NamedValue& trait : call.traits) call.account.push_back({room_.join("account", trait.name), trait.cell});
    call.traits.clear();
  } else if (call.type != Type::kIdentify) {
    call.traits.clear();  // Those of the context were told by identify before.
  }
  const std::string_view account = said.group.empty() ? said.context_group : said.group;
  if (call.type == Type::kGroup && account.empty() && call.fault.ok()) {
    call.fault = Status::invalid("the call names no group", "groupId");
  }
  if (account.empty()) return;
  call.who.emplace_back(IdentifierKind::kAccount, account);
  if (!normalise_identifier(IdentifierKind::kAccount, account).empty()) fact(call, "account", account);
}

void CallSettler::read_context(SaidCall& said, const NamedValues& context, TrackedCall& call) {
  places_.restart();
  context_traits_.clear();
  for (const NamedValue& value : context) {
    const ContextPlace& place = places_.find(value.name, context_place);
    const std::string_view text = value.cell.text;
    switch (place.role) {
      case ContextRole::kDropped: break;
      case ContextRole::kOther:
      case ContextRole::kRenamed: call.facts.push_back({place.name, value.cell}); break;
      case ContextRole::kCampaign: call.campaign = text; break;
      case ContextRole::kLocale: call.language = language_of(text); break;
      case ContextRole::kDeviceId: call.who.emplace_back(IdentifierKind::kDevice, text); break;
      case ContextRole::kDeviceKind: call.device = text; break;
      case ContextRole::kMobileBrowser: call.device = text == "true" ? "mobile" : "desktop"; break;
      case ContextRole::kGroup: said.context_group = text; break;
      case ContextRole::kChannel: said.context_channel = text; break;
      case ContextRole::kLibrary: said.library = text; break;
      case ContextRole::kUserAgent: said.browser_agent = text.starts_with("Mozilla/"); break;
      case ContextRole::kTrait: context_traits_.push_back({place.name, value.cell}); break;
    }
  }
  // RudderStack tells traits in the context alone.
  if (call.type == Type::kIdentify && call.traits.empty()) call.traits.swap(context_traits_);
}

}  // namespace sojourn::segment
