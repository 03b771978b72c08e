#include "api/masking.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"
#include "event/identifier.h"
#include "text/speaker_role.h"
#include "text/tokenizer.h"

namespace sojourn {
namespace {

constexpr std::string_view kNumber = "number:";
constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kGap = " . ";  // No phrase goes over it.
constexpr size_t kPhoneDigitsShown = 4;
constexpr int kDepthMax = 32;

PersonalDataFinder& finder() {
  thread_local PersonalDataFinder finder;
  return finder;
}

std::string masked_text(std::string_view text, std::string_view language = {}) {
  return mask(text, finder().find(text, language));
}

// The name told of whoever may be the customer in a turn is theirs, known as a name or not; as `import --redact` sees it.
void mask_speaker(Json& json) {
  const auto role = json.find("role"), name = json.find("name");
  if (role == json.end() || !role->is_string() || name == json.end() || !name->is_string()) return;
  const Speaker speaker = speaker_of_role(role->get_ref<const std::string&>());
  if (speaker == Speaker::kCustomer || speaker == Speaker::kUnknown) *name = "[name]";
}

// Every text inside, whatever it is called: nobody knows what a property holds.
void mask_texts(Json& json, int depth) {
  if (depth > kDepthMax) {
    json = nullptr;
  } else if (json.is_string()) {
    json = masked_text(json.get<std::string>());
  } else if (json.is_structured()) {
    if (json.is_object()) mask_speaker(json);
    for (Json& each : json) mask_texts(each, depth + 1);
  }
}

std::string text_at_key(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// "email:a@example.com" and the like, as format_identifier() writes them.
void mask_formatted(Json& json, const Json& number) {
  if (!json.is_string()) return;
  const Result<Identifier> identifier = parse_identifier(json.get<std::string>());
  if (!identifier || !is_shown_half(*identifier)) return;
  if (number.is_number_integer()) {
    json = std::string(kNumber) + std::to_string(number.get<int64_t>());
  } else {
    json = half_shown(identifier->kind, identifier->value);
  }
}

void mask_identifier(Json& json) {
  const std::optional<IdentifierKind> kind = find_identifier_kind(text_at_key(json, "kind"));
  if (kind && json.contains("value") && json["value"].is_string()) {
    json["value"] = half_shown(*kind, json["value"].get<std::string>());
  }
}

void mask_object(Json& json, int depth);

void mask_any(Json& json, int depth) {
  if (depth > kDepthMax) return;
  if (json.is_array()) {
    for (Json& each : json) mask_any(each, depth + 1);
  } else if (json.is_object()) {
    mask_object(json, depth + 1);
  }
}

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

// Whether the words stand in the text, not in the middle of others. Both in lower case.
bool holds_words(std::string_view text, std::string_view words) {
  if (words.empty()) return false;
  for (size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const size_t end = at + words.size();
    const bool begins = at == 0 || !is_letter_or_digit(text[at - 1]) || !is_letter_or_digit(words.front());
    const bool ends = end == text.size() || !is_letter_or_digit(text[end]) || !is_letter_or_digit(words.back());
    if (begins && ends) return true;
  }
  return false;
}

// Texts, and words out of them.
bool is_said(std::string_view key) {
  return key == "text" || key == "words" || key == "wish" || key == "obstacle" || key == "rival";
}

// What was made of the text's words: wishes and the like. Before the text itself is masked.
void mask_voice(Json& json) {
  const auto voice = json.find("voice");
  if (voice == json.end() || !voice->is_object()) return;
  Caller nobody;
  nobody.permissions = Permission::kPeople;
  const MaskedText shown(nobody, text_at_key(json, "text"), text_at_key(*voice, "language"));
  for (const char* key : {"wish", "obstacle", "rival"}) {
    if (const std::string made = text_at_key(*voice, key); !made.empty()) (*voice)[key] = shown.words(made);
  }
}

void mask_object(Json& json, int depth) {
  mask_identifier(json);
  mask_voice(json);
  const std::string language = text_at_key(json, "language");
  const Json number = json.contains("customer_number") ? json["customer_number"] : json.value("number", Json());
  for (auto& [key, value] : json.items()) {
    if (is_said(key) && value.is_string()) {
      value = masked_text(value.get<std::string>(), language);
    } else if (key == "properties") {
      mask_texts(value, depth);
    } else if (key == "customer") {
      mask_formatted(value, number);
    } else if (key == "identifier" || key == "a" || key == "b") {
      mask_formatted(value, Json());
    } else if (key == "reason" && value.is_string()) {  // Of a link: it may name an address.
      value = masked_text(value.get<std::string>());
    } else {
      mask_any(value, depth);
    }
  }
}

}  // namespace

std::string mask_text(const Caller& caller, std::string_view text, std::string_view language) {
  return shows_personal(caller) ? std::string(text) : masked_text(text, language);
}

std::string without_personal(const Caller& caller, std::string_view text, std::string_view language) {
  if (shows_personal(caller)) return std::string(text);
  std::string left;
  size_t begin = 0;
  for (const PersonalSpan& span : finder().find(text, language)) {
    if (!is_personal(span.kind)) continue;
    left.append(text.substr(begin, span.range.begin - begin)).append(kGap);
    begin = span.range.end;
  }
  return left.append(text.substr(begin, std::max(begin, kTextReadBytes) - begin));  // Beyond, nobody has looked.
}

MaskedText::MaskedText(const Caller& caller, std::string_view text, std::string_view language) {
  if (shows_personal(caller)) {
    text_ = text;
    whole_ = true;
    return;
  }
  const std::vector<PersonalSpan>& spans = finder().find(text, language);
  text_ = mask(text, spans);
  ptrdiff_t moved = 0;
  for (const PersonalSpan& span : spans) {
    if (!is_personal(span.kind)) continue;
    hide(text.substr(span.range.begin, span.range.end - span.range.begin), span.kind);
    const size_t size = personal_kind_name(span.kind).size() + 2;
    const size_t begin = static_cast<size_t>(static_cast<ptrdiff_t>(span.range.begin) + moved);
    cuts_.push_back({span.range, {begin, begin + size}});
    moved = static_cast<ptrdiff_t>(begin + size) - static_cast<ptrdiff_t>(span.range.end);
  }
}

void MaskedText::hide(std::string_view text, PersonalKind kind) {
  const std::string folded = fold_case(text);
  hidden_.push_back({folded, kind});
  if (kind != PersonalKind::kName) return;
  for (size_t begin = 0; begin < folded.size();) {
    const size_t end = std::min(folded.find(' ', begin), folded.size());
    if (end > begin && end - begin < folded.size()) hidden_.push_back({folded.substr(begin, end - begin), kind});
    begin = end + 1;
  }
}

std::string MaskedText::words(std::string_view made) const {
  if (whole_) return std::string(made);
  const std::string folded = fold_case(made);
  for (const Hidden& each : hidden_) {
    if (!holds_words(folded, each.text) && !holds_words(each.text, folded)) continue;
    return "[" + std::string(personal_kind_name(each.kind)) + "]";
  }
  return masked_text(made);
}

ByteRange MaskedText::shown(const ByteRange& range) const {
  const auto place = [this](size_t at, bool end) {
    ptrdiff_t moved = 0;
    for (const Cut& cut : cuts_) {
      if (at < cut.from.begin || (end && at == cut.from.begin)) break;
      if (at < cut.from.end) return end ? cut.to.end : cut.to.begin;
      moved = static_cast<ptrdiff_t>(cut.to.end) - static_cast<ptrdiff_t>(cut.from.end);
    }
    return std::min(static_cast<size_t>(static_cast<ptrdiff_t>(at) + moved), text_.size());
  };
  return {place(range.begin, false), place(range.end, true)};
}

std::string half_shown(IdentifierKind kind, std::string_view value) {
  const size_t at = value.rfind('@');
  if (at != std::string_view::npos && at > 0) {
    size_t first = 1;
    while (first < at && (static_cast<unsigned char>(value[first]) & 0xC0U) == 0x80) ++first;
    return std::string(value.substr(0, first)) + std::string(kEllipsis) + std::string(value.substr(at));
  }
  if (kind == IdentifierKind::kPhone) {
    const size_t shown = value.size() >= 2 * kPhoneDigitsShown ? kPhoneDigitsShown : value.size() / 2;
    return std::string(kEllipsis) + std::string(value.substr(value.size() - shown));
  }
  return kind == IdentifierKind::kEmail ? std::string(kEllipsis) : std::string(value);
}

bool is_shown_half(const Identifier& identifier) {
  return half_shown(identifier.kind, identifier.value) != identifier.value;
}

void mask_reply(const Caller& caller, Json& json) {
  if (!shows_personal(caller)) mask_any(json, 0);
}

Json masked(const Caller& caller, Json json) {
  mask_reply(caller, json);
  return json;
}

Result<Store::Customer> named_customer(Store& store, const std::string& text) {
  if (text.starts_with(kNumber)) {
    const Result<int64_t> number = parse_integer(text.substr(kNumber.size()));
    if (!number || *number < 1 || *number > UINT32_MAX) {
      return Status::invalid("\"number:\" is followed by the number of a customer", "identifier");
    }
    const auto code = static_cast<IdentifierCode>(*number);
    SOJOURN_TRY(std::vector<Store::Customer> found, store.customers({&code, 1}));
    if (found.empty() || found.front().identifiers.empty()) return Status::not_found("nobody is known as " + text);
    return std::move(found.front());
  }
  Result<Identifier> identifier = parse_identifier(text);
  if (!identifier) return std::move(identifier).error().within("identifier");
  return store.customer(*identifier);
}

bool may_find(const Caller& caller, const Store::Customer& customer, std::string_view text) {
  if (shows_personal(caller)) return true;
  const std::string wanted = fold_case(trim(text));
  return std::ranges::any_of(customer.identifiers, [&](const Identifier& each) {
    const std::string value = fold_case(each.value);
    return is_shown_half(each) ? value == wanted : value.find(wanted) != std::string::npos;
  });
}

}  // namespace sojourn
