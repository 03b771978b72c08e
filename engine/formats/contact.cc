#include "formats/contact.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "collect/csv_reader.h"
#include "formats/json_records.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 9> kSchemes{
    "tel:", "sip:", "sips:", "mailto:", "whatsapp:", "messenger:", "client:", "sms:", "phone:"};
constexpr std::array<std::string_view, 5> kHidden{"anonymous", "restricted", "blocked", "unavailable", "unknown"};
constexpr std::array<std::string_view, 4> kAlsoHidden{"private", "withheld", "hidden", "no caller id"};
// Fewer digits are an extension or a short code, which names no person.
constexpr size_t kPhoneDigitsMin = 7;

// "anonymous" typed on a phone: 266696687.
std::string on_keys(std::string_view word) {
  constexpr std::string_view kKeys = "22233344455566677778889999";
  std::string digits;
  for (const char c : word) digits += kKeys[static_cast<size_t>(c - 'a')];
  return digits;
}

size_t digits_in(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool looks_like_phone(std::string_view text) {
  return digits_in(text) >= kPhoneDigitsMin && text.find_first_not_of("+0123456789 ()-./") == std::string_view::npos;
}

}  // namespace

bool hides_number(std::string_view number) {
  const std::string lower = lower_ascii(trim(number));
  const std::string_view digits = lower.starts_with('+') ? std::string_view(lower).substr(1) : std::string_view(lower);
  if (std::find(kAlsoHidden.begin(), kAlsoHidden.end(), lower) != kAlsoHidden.end()) return true;
  // Some carriers put a country code of 1 before it.
  const std::string_view bare = digits.starts_with('1') ? digits.substr(1) : digits;
  return std::any_of(kHidden.begin(), kHidden.end(), [&](std::string_view word) {
    const std::string keys = on_keys(word);
    return lower == word || digits == keys || bare == keys;
  });
}

std::string_view bare_address(std::string_view address) {
  address = trim(address);
  const std::string lower = lower_ascii(address);
  for (const std::string_view scheme : kSchemes) {
    if (!lower.starts_with(scheme)) continue;
    address.remove_prefix(scheme.size());
    // Of "sip:+31201234567@host;user=phone" the user is the number.
    if (scheme.starts_with("sip")) address = address.substr(0, std::min(address.find('@'), address.find(';')));
    return trim(address.substr(0, address.find(';')));
  }
  return address;
}

std::optional<IdentifierKind> address_kind(std::string_view address) {
  const std::string lower = lower_ascii(trim(address));
  const std::string_view bare = bare_address(address);
  if (bare.empty() || hides_number(bare)) return std::nullopt;
  if (lower.starts_with("client:")) return IdentifierKind::kId;
  if (lower.starts_with("messenger:")) return IdentifierKind::kAnonymous;
  if (looks_like_phone(bare)) return IdentifierKind::kPhone;
  const size_t at = bare.find('@');
  if (at != std::string_view::npos && at > 0 && at + 1 < bare.size() && bare.find(' ') == std::string_view::npos) {
    return IdentifierKind::kEmail;
  }
  return std::nullopt;
}

void write_address(EventWriter& writer, std::string_view address) {
  if (const auto kind = address_kind(address)) writer.who(*kind, bare_address(address));
}

Status write_score(EventWriter& writer, const ContactScore& score, uint64_t line, std::string_view raw,
                   const std::function<void()>& more) {
  writer.begin(line, raw);
  writer.id(score.contact + ":" + score.name).version(score.version).time(score.time.utc, score.time.offset_minutes);
  writer.set("channel", "survey").set("touchpoint", "survey").set("kind", score.kind).set("answer", score.answer);
  if (score.scale) writer.set("scale_min", score.scale->min).set("scale_max", score.scale->max);
  writer.set("question", fitting(score.question)).set("text", fitting(score.text)).set("about", score.contact);
  more();
  return ended(writer);
}

Status ended(EventWriter& writer) {
  const Result<bool> end = writer.end();
  return end ? Status() : end.error();
}

void NameBook::read(std::string_view bytes) {
  const size_t start = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start == std::string_view::npos) return;
  if (bytes[start] != '{' && bytes[start] != '[') {
    read_csv(bytes);
    return;
  }
  look_through_json(bytes, {"entities", "results"}, [&](const Json& json, const JsonRecord&) {
    const std::string id = text_at(json, "id");
    const std::string name = text_at(json, {"name", "username", "email"});
    if (!id.empty() && !name.empty()) {
      names_[id] = name;
    } else if (json.is_object()) {
      for (const auto& [key, value] : json.items()) {
        if (value.is_string()) names_[key] = text_of(value);
      }
    }
  });
}

void NameBook::read_csv(std::string_view bytes) {
  auto stream = ByteStream::over(std::string(bytes), "names");
  if (!stream) return;
  auto reader = CsvReader::open(TextStream(std::move(stream).value(), {}), {});
  if (!reader) return;
  const std::vector<std::string>& columns = (*reader)->columns();
  size_t id = columns.size();
  size_t name = columns.size();
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string column = lower_ascii(columns[i]);
    if (column == "id") id = i;
    if (column == "name") name = i;
  }
  if (id == columns.size() || name == columns.size()) return;
  std::vector<Cell> row;
  while (true) {
    const Result<bool> more = (*reader)->next(row);
    if (more && !*more) return;
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return;
    if (more) names_[std::string(trim(row[id].text))] = std::string(trim(row[name].text));
  }
}

std::string NameBook::name_of(const std::string& id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? id : found->second;
}

std::string setting(const FormatSettings& settings, const std::string& name) {
  const auto found = settings.find(name);
  return found == settings.end() ? std::string() : std::string(trim(found->second));
}

std::optional<bool> says_yes(std::string_view text) {
  const std::string word = lower_ascii(trim(text));
  for (const std::string_view yes : {"true", "yes", "y", "1", "resolved", "solved"}) {
    if (word == yes) return true;
  }
  for (const std::string_view no : {"false", "no", "n", "0", "unresolved", "unsolved", "not resolved"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::string language_of(std::string_view locale) {
  const std::string language = lower_ascii(trim(locale.substr(0, locale.find_first_of("-_"))));
  const bool letters = std::all_of(language.begin(), language.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && (language.size() == 2 || language.size() == 3) ? language : std::string();
}

}  // namespace sojourn
