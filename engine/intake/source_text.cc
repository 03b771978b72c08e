// A source as the JSON text of a document.
#include <nlohmann/json.hpp>

#include "intake/source_book.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

Status damaged(const std::string& name, const std::string& what) {
  return Status::corruption("its settings in the record cannot be read: " + what, "source \"" + name + "\"");
}

// Reads the members of one object; the first that is missing or of another type is remembered.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {
    if (!json.is_object()) fault_ = "it is no object";
  }
  std::string text(const char* name) { return get<std::string>(name, &Json::is_string); }
  int64_t integer(const char* name) { return get<int64_t>(name, &Json::is_number_integer); }
  bool truth(const char* name) { return get<bool>(name, &Json::is_boolean); }
  std::optional<int64_t> maybe_integer(const char* name) {
    if (!fault_.empty() || !json_.contains(name)) return std::nullopt;
    return integer(name);
  }
  const Json& list(const char* name, bool (Json::*is)() const noexcept) {
    static const Json kNone = Json::array();
    return has(name, is) ? json_[name] : kNone;
  }
  void fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }
  const std::string& fault() const { return fault_; }

 private:
  bool has(const char* name, bool (Json::*is)() const noexcept) {
    if (!fault_.empty()) return false;
    if (!json_.contains(name) || !(json_[name].*is)()) fault_ = std::string("no usable ") + name;
    return fault_.empty();
  }
  template <class T>
  T get(const char* name, bool (Json::*is)() const noexcept) {
    return has(name, is) ? json_[name].get<T>() : T{};
  }

  const Json& json_;
  std::string fault_;
};

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

SourceKey read_key(const Json& json, Members& whole) {
  Members members(json);
  SourceKey key;
  key.id = members.text("id");
  key.kind = members.text("kind");
  key.digest = members.text("digest");
  key.made = members.integer("made");
  key.revoked = members.maybe_integer("revoked");
  if (!members.fault().empty()) whole.fail("a key has " + members.fault());
  if (key.kind != "write" && key.kind != "hook") whole.fail("a key is of no known kind");
  if (!is_digest(key.digest)) whole.fail("the digest of a key is damaged");
  return key;
}

}  // namespace

std::string source_text(const SourceSpec& spec) {
  Json json;
  json["format"] = spec.format;
  json["enabled"] = spec.enabled;
  json["zone"] = spec.zone;
  json["country"] = spec.country;
  json["currency"] = spec.currency;
  json["signing_secret"] = spec.signing_secret;
  json["settings"] = Json::object();
  for (const auto& [name, value] : spec.settings) json["settings"][name] = value;
  json["made"] = spec.made;
  json["keys"] = Json::array();
  for (const SourceKey& key : spec.keys) {
    Json& one = json["keys"].emplace_back();
    one["id"] = key.id;
    one["kind"] = key.kind;
    one["digest"] = key.digest;
    one["made"] = key.made;
    if (key.revoked) one["revoked"] = *key.revoked;
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<SourceSpec> parse_source(const std::string& name, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return damaged(name, "it is no JSON");
  Members members(json);
  SourceSpec spec;
  spec.name = name;
  spec.format = members.text("format");
  spec.enabled = members.truth("enabled");
  spec.zone = members.text("zone");
  spec.country = members.text("country");
  spec.currency = members.text("currency");
  spec.signing_secret = members.text("signing_secret");
  spec.made = members.integer("made");
  for (const auto& [setting, value] : members.list("settings", &Json::is_object).items()) {
    if (!value.is_string()) return damaged(name, "a setting is no text");
    spec.settings[setting] = value.get<std::string>();
  }
  for (const Json& key : members.list("keys", &Json::is_array)) spec.keys.push_back(read_key(key, members));
  if (!members.fault().empty()) return damaged(name, members.fault());
  return spec;
}

}  // namespace sojourn
