#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "cli/remote.h"
#include "formats/format.h"
#include "intake/json_members.h"
#include "intake/replay.h"

namespace sojourn {
namespace {

using members::integer_of;

using Json = nlohmann::ordered_json;

Json format_json(const Format& format) {
  Json json{{"id", format.id},
            {"title", format.title},
            {"family", format.family},
            {"channel", format.channel},
            {"about", format.about},
            {"webhooks", format.webhooks},
            {"signed", format.signing.has_value()}};
  json["settings"] = Json::array();
  for (const auto& [name, about] : format.settings) json["settings"].push_back({{"name", name}, {"about", about}});
  return json;
}

std::string ways(const Format& format) {
  return std::string("files") + (format.webhooks ? ", webhooks" : "") + (format.signing ? " (signed)" : "");
}

std::string setting_names(const Format& format) {
  std::string names;
  for (const auto& [name, about] : format.settings) names += (names.empty() ? "" : ", ") + name;
  return names;
}

void print_format(const Format& format) {
  print_line(format.id + ": " + format.title + " (" + format.family + ")");
  print_line("  " + format.about);
  print_line("  " + ways(format) + (format.recognises != nullptr ? "; files are recognised by their content" : ""));
  for (const auto& [name, about] : format.settings) print_line("  --set " + name + "=...  " + about);
}

ReplayReport read_report(const Json& json) {
  ReplayReport report;
  report.bodies = integer_of(json, "bodies");
  report.mended = integer_of(json, "mended");
  report.failed = integer_of(json, "failed");
  report.stored = integer_of(json, "stored");
  report.repeats = integer_of(json, "repeats");
  report.rejected = integer_of(json, "rejected");
  for (const Json& fault : json.value("faults", Json::array())) {
    report.faults.push_back({integer_of(fault, "body"), fault.value("source", ""), fault.value("reason", "")});
  }
  return report;
}

void print_replay(const ReplayReport& report) {
  std::string line = with_groups(report.bodies) + " bodies read: " + with_groups(report.stored) +
                     " events new or mended, " + with_groups(report.repeats) + " as they were";
  if (report.rejected > 0) line += ", " + with_groups(report.rejected) + " records refused";
  print_line(line);
  if (report.mended > 0) print_line(with_groups(report.mended) + " bodies are read now that were not before");
  if (report.failed > 0) print_line(with_groups(report.failed) + " of them were not understood:");
  for (const ReplayReport::Fault& fault : report.faults) {
    print_line("  body " + std::to_string(fault.number) + " of " + fault.source + ": " + fault.reason);
  }
}

// At the server that holds the folder.
Status replay_there(const std::string& server, const std::string& source, bool failed_only) {
  ProgressBar bar("Replay");
  bar.update(0, 0, "at " + server);
  const Json wish{{"source", source}, {"failed_only", failed_only}};
  const Result<std::string> reply = ask_server(
      server, "/v1/replay", wish.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json", "POST", 0);
  bar.finish();
  if (!reply) return reply.error();
  const Json json = Json::parse(*reply, nullptr, false);
  if (!json.is_object()) return Status::unavailable("the server's reply is not JSON", server);
  print_replay(read_report(json));
  return {};
}

}  // namespace

Result<std::pair<std::string, std::string>> split_setting(const std::string& word) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Status::invalid("a setting is written name=value, this is \"" + word + "\"", "set");
  }
  return std::pair(word.substr(0, equals), word.substr(equals + 1));
}

Status read_settings(const std::vector<std::string>& words, std::map<std::string, std::string>& settings) {
  for (const std::string& word : words) {
    SOJOURN_TRY(auto setting, split_setting(word));
    if (setting.second.empty()) {
      settings.erase(setting.first);
    } else {
      settings[setting.first] = std::move(setting.second);
    }
  }
  return {};
}

Status run_formats(const std::string& id, Output output) {
  if (!id.empty()) {
    SOJOURN_TRY(const Format* const format, find_format(id));
    if (output == Output::kJson) {
      print_line(format_json(*format).dump(2, ' ', false, Json::error_handler_t::replace));
    } else {
      print_format(*format);
    }
    return {};
  }
  if (output == Output::kJson) {
    Json list = Json::array();
    for (const Format& each : formats()) list.push_back(format_json(each));
    print_line(list.dump(2, ' ', false, Json::error_handler_t::replace));
    return {};
  }
  std::vector<std::vector<Value>> rows;
  for (const Format& each : formats())
    rows.push_back({each.id, each.title, each.family, ways(each), setting_names(each)});
  print_table({"format", "title", "family", "arrives as", "settings"}, rows, output);
  return {};
}

Status run_replay(const std::string& folder, const std::string& source, bool failed_only) {
  const Result<Workplace> opened = open_workplace(folder, "sojourn replay", false);
  if (!opened) {
    const std::optional<std::string> server = server_of(opened.error());
    return server ? replay_there(*server, source, failed_only) : opened.error();
  }
  const Workplace& place = *opened;
  SOJOURN_TRY(const std::unique_ptr<SourceBook> sources, SourceBook::open(*place.store));
  ProgressBar bar("Replay");
  ReplayOptions options;
  options.source = source;
  options.failed_only = failed_only;
  options.progress = [&bar](int64_t bodies) { bar.update(0, 0, with_groups(bodies) + " bodies"); };
  SOJOURN_TRY(const ReplayReport report, replay(*place.store, *sources, options));
  bar.finish();
  print_replay(report);
  return place.timelines->current().status();
}

}  // namespace sojourn
