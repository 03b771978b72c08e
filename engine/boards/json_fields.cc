#include "boards/json_fields.h"

#include <algorithm>
#include <cmath>

#include "base/encoding.h"
#include "base/suggest.h"
#include "base/text.h"

namespace sojourn::boards {
namespace {

constexpr int kDepthMax = 16;  // A question with its parameters in a tile of a board is seven deep.
constexpr size_t kNameBytesMax = 64;
constexpr double kWholeMax = 1e15;

std::vector<std::string> words_of(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view each : words) {
    if (!each.empty()) text += (text.empty() ? "" : ", ") + std::string(each);
  }
  return text;
}

Status check_choice(const std::string& word, std::span<const std::string_view> choices, std::string where) {
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return {};
  return Status::invalid("one of " + listed(choices) + " was expected." + did_you_mean(word, words_of(choices)),
                         std::move(where));
}

}  // namespace

Status JsonFields::only(std::initializer_list<std::string_view> known) const {
  if (!json_.is_object()) return Status::invalid("an object was expected", path_);
  for (const auto& [key, value] : json_.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string hint = did_you_mean(key, words_of({known.begin(), known.size()}));
    return Status::invalid(
        "there is no such key here." + (hint.empty() ? " Known are " + listed({known.begin(), known.size()}) : hint),
        at(key));
  }
  return {};
}

std::string JsonFields::at(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

std::string JsonFields::at(std::string_view key, size_t index) const {
  return at(key) + "[" + std::to_string(index) + "]";
}

Status JsonFields::missing(const char* key) const { return Status::invalid("is missing", at(key)); }

Status JsonFields::text(const char* key, size_t most, std::string& into) const {
  if (!has(key)) return {};
  if (!json_[key].is_string()) return Status::invalid("a text was expected", at(key));
  std::string text(trim(json_[key].get<std::string>()));
  if (count_characters(text) > most) {
    return Status::invalid("is longer than " + std::to_string(most) + " characters", at(key));
  }
  if (text.find('\0') != std::string::npos) return Status::invalid("holds a zero byte", at(key));
  into = std::move(text);
  return {};
}

Status JsonFields::choice(const char* key, std::span<const std::string_view> choices, std::string& into) const {
  constexpr size_t kWordMax = 100;
  std::string word = into;
  SOJOURN_CHECK(text(key, kWordMax, word));
  SOJOURN_CHECK(check_choice(word, choices, at(key)));
  into = std::move(word);
  return {};
}

Status JsonFields::integer(const char* key, int min, int max, int& into) const {
  if (!has(key)) return {};
  const Json& value = json_[key];
  // A whole number may be written as 4.0, as TOML and some programs do.
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (number == std::floor(number) && number >= min && number <= max) {
    into = static_cast<int>(number);
    return {};
  }
  return Status::invalid("a whole number from " + std::to_string(min) + " to " + std::to_string(max) + " was expected",
                         at(key));
}

Status JsonFields::number(const char* key, std::optional<double>& into) const {
  if (!has(key)) return {};
  if (!json_[key].is_number() || !std::isfinite(json_[key].get<double>())) {
    return Status::invalid("a number was expected", at(key));
  }
  into = json_[key].get<double>();
  return {};
}

Status JsonFields::choices(const char* key, std::span<const std::string_view> choices,
                           std::vector<std::string>& into) const {
  SOJOURN_TRY(const Json* const words, list(key, choices.size()));
  if (words == nullptr) return {};
  into.clear();
  for (size_t i = 0; i < words->size(); ++i) {
    const Json& each = (*words)[i];
    if (!each.is_string()) return Status::invalid("a text was expected", at(key, i));
    SOJOURN_CHECK(check_choice(each.get<std::string>(), choices, at(key, i)));
    if (std::find(into.begin(), into.end(), each.get<std::string>()) != into.end()) {
      return Status::invalid("is given twice", at(key, i));
    }
    into.push_back(each.get<std::string>());
  }
  return {};
}

Result<const Json*> JsonFields::list(const char* key, size_t most) const {
  if (!has(key)) return static_cast<const Json*>(nullptr);
  if (!json_[key].is_array()) return Status::invalid("a list was expected", at(key));
  if (json_[key].size() > most) {
    return Status::limit("has more than " + std::to_string(most) + " entries", at(key));
  }
  return &json_[key];
}

Result<Json> parse_bounded_json(std::string_view text, std::string_view what, size_t bytes_max) {
  if (text.size() > bytes_max) {
    return Status::limit(std::string(what) + " has at most " + std::to_string(bytes_max) + " bytes");
  }
  if (const size_t bad = find_bad_utf8(text); bad != std::string_view::npos) {
    return Status::invalid("this is not UTF-8", "byte " + std::to_string(bad + 1));
  }
  bool deep = false;
  const auto shallow = [&deep](int depth, Json::parse_event_t, const Json&) {
    deep = deep || depth > kDepthMax;
    return depth <= kDepthMax;
  };
  try {
    Json json = Json::parse(text, shallow);
    if (deep) return Status::limit("brackets are nested more than " + std::to_string(kDepthMax) + " deep");
    return json;
  } catch (const Json::parse_error& error) {
    return Status::invalid("this is no JSON", "byte " + std::to_string(error.byte));
  } catch (const Json::exception&) {
    return Status::invalid("a number of this JSON is out of range");
  }
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json number_json(double number) {
  if (number == std::floor(number) && std::abs(number) < kWholeMax) return static_cast<int64_t>(number);
  return number;
}

bool is_board_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytesMax &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

Status check_board_name(std::string_view name, std::string where) {
  if (is_board_name(name)) return {};
  return Status::invalid("1 to 64 small letters, digits, - and _ were expected", std::move(where));
}

size_t count_characters(std::string_view utf8) {
  return static_cast<size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace sojourn::boards
