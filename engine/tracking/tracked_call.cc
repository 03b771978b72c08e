#include "tracking/tracked_call.h"

#include <array>
#include <cmath>

#include "base/decimal.h"
#include "base/text.h"
#include "tracking/known_events.h"

namespace sojourn {
namespace {

constexpr double kAmountMost = 1e11;  // Beyond it, rounding would lose units.

bool is_number(const Cell& cell) { return !cell.null && parse_number(trim(cell.text)).has_value(); }

bool is_amount(const Cell& cell) {
  const Result<double> number = parse_number(trim(cell.text));
  return number && std::abs(*number) <= kAmountMost;
}

bool is_currency(std::string_view text) {
  const auto letter = [](char c) { return lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z'; };
  return text.size() == 3 && letter(text[0]) && letter(text[1]) && letter(text[2]);
}

bool is_word(const Cell& cell) { return cell.type == CellType::kString; }

}  // namespace

void TrackedCall::clear() {
  type = Type::kTrack;
  raw = id = event = touchpoint = channel = campaign = language = device = {};
  silent = must_name = false;
  who.clear();
  facts.clear();
  properties.clear();
  traits.clear();
  account.clear();
  times = {};
  offset_minutes = 0;
  fault = {};
}

// What the properties of a call say together.
struct CallWriter::Meanings {
  const NamedValue* revenue = nullptr;
  const NamedValue* total = nullptr;
  const NamedValue* value = nullptr;
  const NamedValue* amount = nullptr;
  const NamedValue* name = nullptr;
  std::string_view currency;
  bool product = false;
  bool commerce = false;  // A product or an order is named.
};

CallWriter::Role CallWriter::role_of(std::string_view name) {
  struct Entry {
    std::string_view name;
    Role role;
  };
  static constexpr std::array kRoles{
      Entry{"revenue", Role::kRevenue},
      Entry{"total", Role::kTotal},
      Entry{"value", Role::kValue},
      Entry{"amount", Role::kAmount},
      Entry{"currency", Role::kCurrency},
      Entry{"order_id", Role::kOrder},
      Entry{"orderId", Role::kOrder},
      Entry{"product", Role::kProduct},
      Entry{"product_name", Role::kProduct},
      Entry{"name", Role::kName},
      Entry{"quantity", Role::kQuantity},
      Entry{"channel", Role::kChannel},
      Entry{"conversation_id", Role::kConversation},
      Entry{"agent_name", Role::kAgent},
      Entry{"agent_id", Role::kAgent},
      Entry{"conversation_duration", Role::kConversationSeconds},
      Entry{"campaign_name", Role::kCampaignName},
      Entry{"rating", Role::kRating},
      Entry{"review_body", Role::kReview},
  };
  for (const Entry& entry : kRoles) {
    if (entry.name == name) return entry.role;
  }
  return Role::kPlain;
}

void CallWriter::write_who(const TrackedCall& call) {
  for (const auto& [kind, value] : call.who) writer_.who(kind, value);
  if (!call.must_name || writer_.batch().events.back().who_count > 0) return;
  if (call.who.empty()) {
    writer_.refuse("userId", "nobody is named: there is no userId and no anonymousId");
  } else {
    writer_.refuse("userId", "'" + std::string(call.who.front().second.substr(0, 80)) + "' names nobody");
  }
}

void CallWriter::begin(const TrackedCall& call) {
  writer_.begin(call.number, call.raw);
  if (!call.fault.ok()) writer_.refuse(call.fault.where(), call.fault.message());
  writer_.id(call.id);
  const SettledTime settled = settle_time(call.times);
  writer_.time(settled.time, call.offset_minutes);
  write_who(call);
  if (!call.channel.empty()) writer_.field(Field::kChannel, call.channel);
  if (!call.campaign.empty()) writer_.field(Field::kCampaign, call.campaign);
  if (!call.language.empty()) writer_.field(Field::kLanguage, call.language);
  if (!call.device.empty()) writer_.field(Field::kDevice, call.device);
  for (const NamedValue& fact : call.facts) writer_.property(fact.name, fact.cell);
  if (settled.corrected) {
    said_ = format_time(*call.times.said);
    writer_.property("said_time", Cell{said_, false, CellType::kString});
  } else if (is_far(call.times) && !call.id.empty()) {
    said_ = format_time(*call.times.sent);
    writer_.property("sent_time", Cell{said_, false, CellType::kString});
  }
}

Status CallWriter::write(const TrackedCall& call) {
  writer_.row();
  begin(call);
  const bool tracked = call.type == TrackedCall::Type::kTrack;
  const KnownEvent* known = tracked && call.touchpoint.empty() ? find_known_event(call.event) : nullptr;
  write_touchpoint(call, known);
  write_properties(call, known);
  write_traits(call);
  return writer_.end().status();
}

void CallWriter::write_touchpoint(const TrackedCall& call, const KnownEvent* known) {
  const auto own_name = [&](std::string_view name) {
    if (!call.event.empty()) writer_.property(name, Cell{call.event, false, CellType::kString});
  };
  switch (call.type) {
    case TrackedCall::Type::kTrack:
      if (call.event.empty()) return writer_.refuse("event", "the event has no name");
      if (known != nullptr && !known->channel.empty()) writer_.field(Field::kChannel, known->channel);
      if (known != nullptr && !known->direction.empty()) writer_.field(Field::kDirection, known->direction);
      if (call.silent) return own_name("event");
      if (!call.touchpoint.empty()) {
        writer_.field(Field::kTouchpoint, call.touchpoint);
      } else if (known != nullptr && !known->touchpoint.empty()) {
        writer_.field(Field::kTouchpoint, known->touchpoint);
      } else {
        writer_.field(Field::kTouchpoint, call.event);
        return;
      }
      return own_name("event");
    case TrackedCall::Type::kPage: writer_.field(Field::kTouchpoint, "page view"); return own_name("page");
    case TrackedCall::Type::kScreen: writer_.field(Field::kTouchpoint, "screen view"); return own_name("screen");
    case TrackedCall::Type::kIdentify:
    case TrackedCall::Type::kGroup:
    case TrackedCall::Type::kAlias: return;
  }
}

void CallWriter::write_properties(const TrackedCall& call, const KnownEvent* known) {
  Meanings meanings;
  roles_.restart();
  const bool tracked = call.type == TrackedCall::Type::kTrack;
  for (const NamedValue& value : call.properties) {
    const Role role = roles_.find(value.name, role_of);
    const bool taken =
        role != Role::kPlain && (tracked || role == Role::kChannel) && take(role, value, known, meanings);
    if (!taken) writer_.property(value.name, value.cell);
    if (value.name == "product_id" || value.name == "sku") meanings.commerce = true;
  }
  if (meanings.name != nullptr) {
    const bool product = !meanings.product && is_word(meanings.name->cell) &&
                         (meanings.commerce || (known != nullptr && known->topic == KnownEvent::Topic::kShop));
    if (product) {
      writer_.field(Field::kProduct, meanings.name->cell.text);
    } else {
      writer_.property(meanings.name->name, meanings.name->cell);
    }
  }
  if (!meanings.currency.empty()) writer_.field(Field::kCurrency, meanings.currency);
  write_money(call, known, meanings);
}

// True when the property became a field, or waits for the others in `meanings`.
bool CallWriter::take(Role role, const NamedValue& value, const KnownEvent* known, Meanings& meanings) {
  const Cell& cell = value.cell;
  const bool chat = known != nullptr && known->topic == KnownEvent::Topic::kChat;
  const bool review = known != nullptr && known->touchpoint == "review";
  switch (role) {
    case Role::kPlain: return false;
    case Role::kRevenue: meanings.revenue = &value; return true;
    case Role::kTotal: meanings.total = &value; return true;
    case Role::kValue: meanings.value = &value; return true;
    case Role::kAmount: meanings.amount = &value; return true;
    case Role::kName: meanings.name = &value; return true;
    case Role::kCurrency:
      if (!is_currency(cell.text)) return false;
      meanings.currency = cell.text;
      return true;
    case Role::kOrder: writer_.field(Field::kOrder, cell.text); return true;
    case Role::kProduct:
      if (!is_word(cell)) return false;
      writer_.field(Field::kProduct, cell.text);
      meanings.product = true;
      return true;
    case Role::kQuantity:
      if (!is_number(cell)) return false;
      writer_.field(Field::kQuantity, cell.text);
      return true;
    case Role::kChannel:
      if (!is_word(cell)) return false;
      writer_.field(Field::kChannel, cell.text);
      return true;
    case Role::kConversation:
      if (chat) writer_.property("episode", cell);
      return chat;
    case Role::kAgent:
      if (chat) writer_.field(Field::kAgent, cell.text);
      return chat && value.name == "agent_name";
    case Role::kConversationSeconds: return chat && take_seconds(Field::kTalk, cell);
    case Role::kCampaignName:
      if (known == nullptr || known->topic != KnownEvent::Topic::kMail) return false;
      writer_.field(Field::kCampaign, cell.text);
      return true;
    case Role::kRating: {
      const Result<double> stars = parse_number(cell.text);
      if (!review || !stars || *stars < 1 || *stars > 5) return false;
      writer_.field(Field::kKind, "stars").field(Field::kAnswer, cell.text).field(Field::kQuestion, "product review");
      return true;
    }
    case Role::kReview:
      if (review) writer_.field(Field::kText, cell.text);
      return review;
  }
  return false;
}

bool CallWriter::take_seconds(Field field, const Cell& cell) {
  constexpr double kMost = 1e9;
  const Result<double> seconds = parse_number(cell.text);
  if (!seconds || *seconds < 0 || *seconds > kMost) return false;
  writer_.duration(field, std::llround(*seconds * static_cast<double>(kSecond)));
  return true;
}

// Of an order its total, which holds tax and shipping; of events of the company's own what they call revenue. A product
// that is looked at has a value too, but no money changes hands.
void CallWriter::write_money(const TrackedCall& call, const KnownEvent* known, const Meanings& meanings) {
  if (call.type != TrackedCall::Type::kTrack) return;
  const bool order = known != nullptr && known->money != KnownEvent::Money::kNone;
  const NamedValue* own_amount = meanings.currency.empty() ? nullptr : meanings.amount;
  const std::array<const NamedValue*, 4> of_order{meanings.total, meanings.revenue, meanings.value, own_amount};
  const std::array<const NamedValue*, 4> of_others{meanings.revenue, meanings.total, meanings.value, own_amount};
  const NamedValue* chosen = nullptr;
  if (order || known == nullptr) {
    for (const NamedValue* one : order ? of_order : of_others) {
      if (chosen == nullptr && one != nullptr && is_amount(one->cell)) chosen = one;
    }
  }
  for (const NamedValue* one : {meanings.revenue, meanings.total, meanings.value, meanings.amount}) {
    if (one != nullptr && one != chosen) writer_.property(one->name, one->cell);
  }
  if (chosen == nullptr) return;
  const std::string_view number = trim(chosen->cell.text);
  if (order && known->money == KnownEvent::Money::kReturned && !number.starts_with('-')) {
    writer_.amount("-" + std::string(number));
  } else {
    writer_.amount(number);
  }
}

void CallWriter::write_traits(const TrackedCall& call) {
  for (const NamedValue& trait : call.account) writer_.property(trait.name, trait.cell);
  for (const NamedValue& trait : call.traits) {
    if (trait.name == "email") {
      writer_.who(IdentifierKind::kEmail, trait.cell.text);
    } else if (trait.name == "phone") {
      writer_.who(IdentifierKind::kPhone, trait.cell.text);
    } else {
      writer_.property(trait.name, trait.cell);
    }
  }
}

std::optional<ParsedTime> read_said_time(std::string_view text) {
  static const Zone kUtc;
  const Result<ParsedTime> parsed = parse_time(trim(text), kUtc);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

std::string_view language_of(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find_first_of("-_"));
  const bool letters = language.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
  return letters && (language.size() == 2 || language.size() == 3) ? language : std::string_view();
}

}  // namespace sojourn
