#include "formats/json_fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/surrogates.h"
#include "collect/target.h"

namespace sojourn {
namespace {

constexpr size_t kKeptPropertiesMax = 128;
constexpr size_t kKeptBytesMax = 64 * 1024;
constexpr size_t kKeptDepthMax = 6;

// The deepest nesting, found without building anything.
size_t depth_of(std::string_view text) {
  size_t depth = 0;
  size_t deepest = 0;
  bool quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

// Where the parser stops, without its exceptions: it tells the byte to the last callback only.
class FaultFinder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return true; }
  bool end_object() override { return true; }
  bool start_array(size_t) override { return true; }
  bool end_array() override { return true; }
  bool key(string_t&) override { return true; }
  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception&) override {
    byte = position;
    return false;
  }
  size_t byte = 0;
};

std::optional<size_t> array_place(std::string_view name) {
  const Result<int64_t> place = parse_integer(name);
  return place && *place >= 0 ? std::optional<size_t>(static_cast<size_t>(*place)) : std::nullopt;
}

// Properties of one event, within their bounds.
class Keeper {
 public:
  explicit Keeper(EventWriter& writer) : writer_(writer) {}

  void keep(std::string name, const Json& value, size_t depth) {
    if (value.is_object() && depth < kKeptDepthMax) {
      for (const auto& [key, member] : value.items()) keep(name + "." + key, member, depth + 1);
      return;
    }
    if (value.is_null() || (value.is_structured() && value.empty())) return;
    if (find_target(name).kind != Target::Kind::kProperty) name = "raw_" + name;
    const bool bare = value.is_number() || value.is_boolean() || value.is_array();
    const std::string text = bare ? value.dump() : value.is_object() ? value.dump() : value.get<std::string>();
    bytes_ += name.size() + text.size();
    if (++count_ > kKeptPropertiesMax || bytes_ > kKeptBytesMax) return;
    if (bare) {
      writer_.json("properties." + name, text);
    } else {
      writer_.set("properties." + name, std::string_view(text));
    }
  }

 private:
  EventWriter& writer_;
  size_t count_ = 0;
  size_t bytes_ = 0;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
  if (text.size() > kJsonBytesMax) {
    return Status::limit("the record has " + std::to_string(text.size()) + " bytes, the limit is " +
                         std::to_string(kJsonBytesMax));
  }
  if (depth_of(text) > kJsonDepthMax) {
    return Status::limit("the record is nested deeper than " + std::to_string(kJsonDepthMax) + " levels");
  }
  Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_discarded()) return json;
  if (std::string mended(text); mend_surrogates(mended)) {
    json = Json::parse(mended, nullptr, false);
    if (!json.is_discarded()) return json;
  }
  FaultFinder finder;
  Json::sax_parse(text.begin(), text.end(), &finder);
  return Status::invalid("not JSON", "byte " + std::to_string(finder.byte));
}

const Json* json_at(const Json& json, std::string_view path) {
  const Json* at = &json;
  while (true) {
    const size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    if (at->is_object()) {
      const auto found = at->find(name);
      if (found == at->end()) return nullptr;
      at = &*found;
    } else if (at->is_array()) {
      const auto place = array_place(name);
      if (!place || *place >= at->size()) return nullptr;
      at = &(*at)[*place];
    } else {
      return nullptr;
    }
    if (dot == std::string_view::npos) return at->is_null() ? nullptr : at;
    path.remove_prefix(dot + 1);
  }
}

const Json& items_at(const Json& json, std::string_view path) {
  static const Json kNone = Json::array();
  const Json* found = json_at(json, path);
  return found != nullptr && found->is_array() ? *found : kNone;
}

const Json& object_at(const Json& json, std::string_view path) {
  static const Json kNone = Json::object();
  const Json* found = json_at(json, path);
  return found != nullptr && found->is_object() ? *found : kNone;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return std::string(trim(value.get_ref<const std::string&>()));
  return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

std::string text_at(const Json& json, std::string_view path) {
  const Json* found = json_at(json, path);
  return found == nullptr ? std::string() : text_of(*found);
}

std::string text_at(const Json& json, std::initializer_list<std::string_view> paths) {
  for (const std::string_view path : paths) {
    std::string text = text_at(json, path);
    if (!text.empty()) return text;
  }
  return {};
}

std::optional<double> number_at(const Json& json, std::string_view path) {
  const Json* found = json_at(json, path);
  if (found == nullptr) return std::nullopt;
  if (found->is_number()) return found->get<double>();
  if (!found->is_string()) return std::nullopt;
  const Result<double> number = parse_number(trim(found->get_ref<const std::string&>()));
  return number ? std::optional<double>(*number) : std::nullopt;
}

std::optional<int64_t> integer_at(const Json& json, std::string_view path) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const Json* found = json_at(json, path);
  if (found == nullptr) return std::nullopt;
  if (found->is_number_unsigned()) {
    const auto number = found->get<uint64_t>();
    return number <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())
               ? std::optional<int64_t>(static_cast<int64_t>(number))
               : std::nullopt;
  }
  if (found->is_number_integer()) return found->get<int64_t>();
  if (found->is_string()) {
    const Result<int64_t> number = parse_integer(trim(found->get_ref<const std::string&>()));
    if (number) return *number;
  }
  const std::optional<double> number = number_at(json, path);
  if (!number || std::floor(*number) != *number || std::abs(*number) > kExact) return std::nullopt;
  return static_cast<int64_t>(*number);
}

std::optional<bool> truth_at(const Json& json, std::string_view path) {
  const Json* found = json_at(json, path);
  if (found == nullptr) return std::nullopt;
  if (found->is_boolean()) return found->get<bool>();
  const std::string text = lower_ascii(text_of(*found));
  if (text == "true") return true;
  return text == "false" ? std::optional<bool>(false) : std::nullopt;
}

std::optional<Micros> duration_at(const Json& json, std::string_view path, Micros unit) {
  constexpr double kMost = 9e15;  // Microseconds: 285 years, and exact in a double.
  if (const auto whole = integer_at(json, path)) {
    Micros length = 0;
    if (*whole < 0 || __builtin_mul_overflow(*whole, unit, &length)) return std::nullopt;
    return length;
  }
  const std::optional<double> number = number_at(json, path);
  if (!number || !(*number >= 0) || *number * static_cast<double>(unit) > kMost) return std::nullopt;
  return std::llround(*number * static_cast<double>(unit));
}

std::optional<ParsedTime> time_at(const Json& json, std::string_view path, const Zone& zone) {
  const Json* found = json_at(json, path);
  if (found == nullptr || found->is_boolean()) return std::nullopt;
  const Result<ParsedTime> parsed = parse_time(text_of(*found), zone);
  return parsed ? std::optional<ParsedTime>(*parsed) : std::nullopt;
}

std::optional<Micros> instant_at(const Json& json, std::string_view path, const Zone& zone) {
  const auto parsed = time_at(json, path, zone);
  return parsed ? std::optional<Micros>(parsed->utc) : std::nullopt;
}

void keep_others(EventWriter& writer, const Json& object, std::initializer_list<std::string_view> known,
                 std::string_view prefix) {
  if (!object.is_object()) return;
  Keeper keeper(writer);
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      keeper.keep(std::string(prefix) + name, value, 1);
    }
  }
}

std::string_view fitting(std::string_view text) { return fitting(text, limits::kTextBytesMax); }

std::string_view fitting(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

}  // namespace sojourn
