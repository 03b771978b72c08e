#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/source_desk.h"
#include "formats/format.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

Result<SourceDesk> desk_of(const std::string& folder, bool create = false) {
  return SourceDesk::open(folder, "sojourn source", create);
}

// What is told takes the place of what there was.
Status apply(const SourceWords& words, SourceSpec& spec) {
  if (words.format) spec.format = *words.format;
  if (words.zone) spec.zone = *words.zone;
  if (words.country) spec.country = *words.country;
  if (words.currency) spec.currency = *words.currency;
  return read_settings(words.set, spec.settings);
}

int64_t live_keys(const SourceSpec& spec) {
  return std::count_if(spec.keys.begin(), spec.keys.end(), [](const SourceKey& key) { return !key.revoked; });
}

std::string settings_text(const SourceSpec& spec) {
  std::string text;
  for (const auto& [name, value] : spec.settings) text += (text.empty() ? "" : ", ") + name + "=" + value;
  return text;
}

std::vector<std::vector<Value>> key_rows(const SourceSpec& spec) {
  std::vector<std::vector<Value>> rows;
  for (const SourceKey& key : spec.keys) {
    rows.push_back({key.id, key.kind, TimeValue{key.made},
                    key.revoked ? Value(TimeValue{*key.revoked}) : Value(std::monostate{})});
  }
  return rows;
}

const std::vector<std::string> kKeyColumns{"key", "kind", "made", "revoked"};

bool takes_webhooks(const SourceSpec& spec) {
  const Result<const Format*> format = find_format(spec.format);
  return format && (*format)->webhooks;
}

// What to do next, for people.
void print_next_step(const SourceSpec& spec) {
  if (spec.format == "tracking" || takes_webhooks(spec)) {
    print_notice("next: sojourn key create \"" + spec.name + "\"");
  } else {
    print_notice("next: sojourn import FILE --source \"" + spec.name + "\"");
  }
}

void print_source(const SourceSpec& spec, Output format) {
  if (format == Output::kJson) {
    Json json{{"source", spec.name},
              {"format", spec.format},
              {"enabled", spec.enabled},
              {"zone", spec.zone},
              {"country", spec.country},
              {"currency", spec.currency},
              {"signed", !spec.signing_secret.empty()},
              {"made", format_time(spec.made)}};
    json["settings"] = Json::object();
    for (const auto& [name, value] : spec.settings) json["settings"][name] = value;
    json["keys"] = Json::array();
    for (const SourceKey& key : spec.keys) {
      json["keys"].push_back({{"id", key.id},
                              {"kind", key.kind},
                              {"made", format_time(key.made)},
                              {"revoked", key.revoked ? Json(format_time(*key.revoked)) : Json(nullptr)}});
    }
    print_line(json.dump(2, ' ', false, Json::error_handler_t::replace));
    return;
  }
  print_table({"setting", "value"},
              {{std::string("source"), spec.name},
               {std::string("format"), spec.format},
               {std::string("enabled"), std::string(spec.enabled ? "yes" : "no")},
               {std::string("zone"), spec.zone},
               {std::string("country"), spec.country},
               {std::string("currency"), spec.currency},
               {std::string("secret"), spec.signing_secret},
               {std::string("settings"), settings_text(spec)},
               {std::string("made"), TimeValue{spec.made}}},
              format);
  if (format == Output::kTable && !spec.keys.empty()) print_table(kKeyColumns, key_rows(spec), format);
}

}  // namespace

Status run_source_put(const std::string& folder, const SourceWords& words, bool add) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder, add));
  Result<SourceSpec> known = desk.find(words.name);
  if (!known && (!add || known.error().code() != StatusCode::kNotFound)) return std::move(known).error();
  if (known && add) {
    return Status::conflict("there is a source \"" + words.name + "\" already; sojourn source set changes it");
  }
  SourceSpec spec;
  if (known) spec = *known;
  spec.name = words.name;
  if (add) spec.format = "tracking";
  SOJOURN_CHECK(apply(words, spec));
  SOJOURN_CHECK(desk.put(spec, words.secret));
  print_line("source \"" + spec.name + "\" (" + spec.format + ") is " + (add ? "there" : "set"));
  if (add) print_next_step(spec);
  return {};
}

Status run_source_list(const std::string& folder, Output format) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder));
  SOJOURN_TRY(const std::vector<SourceSpec> sources, desk.list());
  std::vector<std::vector<Value>> rows;
  for (const SourceSpec& spec : sources) {
    rows.push_back({spec.name, spec.format, std::string(spec.enabled ? "yes" : "no"), spec.zone, spec.country,
                    spec.currency, settings_text(spec), live_keys(spec)});
  }
  print_table({"source", "format", "enabled", "zone", "country", "currency", "settings", "keys"}, rows, format);
  return {};
}

Status run_source_show(const std::string& folder, const std::string& name, Output format) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder));
  SOJOURN_TRY(const SourceSpec spec, desk.find(name));
  print_source(spec, format);
  return {};
}

Status run_source_enable(const std::string& folder, const std::string& name, bool enabled) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder));
  SOJOURN_TRY(SourceSpec spec, desk.find(name));
  spec.enabled = enabled;
  SOJOURN_CHECK(desk.put(spec, std::nullopt));
  print_line("source \"" + name + "\" is " + (enabled ? "enabled" : "disabled: what is sent to it is refused"));
  return {};
}

Status run_key_create(const std::string& folder, const std::string& source, bool hook, Output format) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder));
  SOJOURN_TRY(const SourceBook::NewKey made, desk.make_key(source, hook ? "hook" : ""));
  const bool is_hook = made.key.starts_with("sjh_");
  if (format != Output::kTable) {
    print_table({"id", "kind", "key", "path"},
                {{made.id, std::string(is_hook ? "hook" : "write"), made.key,
                  is_hook ? Value("/hooks/" + made.key) : Value(std::monostate{})}},
                format);
    return {};
  }
  print_line(is_hook ? "/hooks/" + made.key : made.key);
  print_notice(std::string(is_hook ? "the address of the webhook, behind that of the server" : "the write key") +
               "; it is shown this once. Revoke it with: sojourn key revoke \"" + source + "\" " + made.id);
  return {};
}

Status run_key_list(const std::string& folder, const std::string& source, Output format) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder));
  SOJOURN_TRY(const SourceSpec spec, desk.find(source));
  print_table(kKeyColumns, key_rows(spec), format);
  return {};
}

Status run_key_revoke(const std::string& folder, const std::string& source, const std::string& id) {
  SOJOURN_TRY(SourceDesk desk, desk_of(folder));
  SOJOURN_CHECK(desk.revoke_key(source, id));
  print_line("key " + id + " of source \"" + source + "\" opens nothing any more");
  return {};
}

}  // namespace sojourn
