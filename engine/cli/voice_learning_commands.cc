// `sojourn voice`: what is learned and corrected. Work goes on in the background of whoever holds the folder; the terminal
// shows how far it is until it has ended.
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/api_rows.h"
#include "cli/remote.h"
#include "cli/voice_commands.h"
#include "cli/work_bar.h"

namespace sojourn {
namespace {

using Json = ApiDesk::Json;

constexpr auto kLookEvery = std::chrono::milliseconds(100);

// To three digits behind the point; programs read JSON, which has all.
Value rounded(const Json& json, const char* key) {
  if (!json.contains(key) || !json[key].is_number()) return Value();
  return std::round(json[key].get<double>() * 1000) / 1000;
}

// What the last training came to, a row a language.
void print_learned(const Json& learned, Output format) {
  std::vector<std::vector<Value>> rows;
  for (const Json& each : learned) {
    const bool in_force = each.value("in_force", false);
    rows.push_back({text_at(each, "language"), cell(each, "texts"), rounded(each, "learned"), rounded(each, "built_in"),
                    rounded(each, "before"), rounded(each, "ece"),
                    in_force ? std::string("yes") : "no: " + text_at(each, "why")});
  }
  print_table({"language", "comments", "learned", "built_in", "before", "ece", "in_force"}, rows, format);
  if (format != Output::kTable) return;
  print_line("learned, built_in, before: macro-F1, each comment judged by a model that has not learned from it");
}

// Shows the work under way until none is. Errors: what the work came to. Answers the status then.
Result<Json> follow_work(ApiDesk& desk) {
  SOJOURN_TRY(Json status, desk.ask("GET", "/v1/voice"));
  {
    WorkBar bar;
    while (status["work"].is_object()) {
      const Json& work = status["work"];
      const std::string step = text_at(work, "step");
      bar.update(step.empty() ? text_at(work, "kind") : step, work.value("done", 0.0), work.value("total", 0.0));
      std::this_thread::sleep_for(kLookEvery);
      SOJOURN_TRY(status, desk.ask("GET", "/v1/voice"));
    }
  }
  const Json& last = status["last"];
  if (last.is_object() && !last.value("ok", false)) return Status::unavailable(text_at(last, "detail"), "voice");
  return status;
}

// The same, then says what came of it.
Status report_work(ApiDesk& desk) {
  SOJOURN_TRY(const Json status, follow_work(desk));
  const std::string detail = status["last"].is_object() ? text_at(status["last"], "detail") : std::string();
  if (!detail.empty()) print_line(detail);
  return {};
}

// Asks for a change; where other work is under way, as after the line before in a script, waits for its end first.
Status change(ApiDesk& desk, const std::string& verb, const std::string& path, const Json& body) {
  while (true) {
    const Status status = desk.ask(verb, path, body).status();
    if (status.code() != StatusCode::kConflict || status.where() != "work") return status;
    // What that work came to is not for this command to tell.
    static_cast<void>(follow_work(desk));
    std::this_thread::sleep_for(kLookEvery);
  }
}

// Begins work, or goes along with work of the same kind that is under way.
Status begin_work(ApiDesk& desk, const std::string& path, const std::string& kind, const Json& body) {
  const Result<Json> begun = desk.ask("POST", path, body);
  if (begun) return {};
  if (begun.error().code() != StatusCode::kConflict) return begun.error();
  SOJOURN_TRY(const Json status, desk.ask("GET", "/v1/voice"));
  if (!status["work"].is_object() || text_at(status["work"], "kind") != kind) return begun.error();
  print_notice("it is under way already");
  return {};
}

Status work(const std::string& folder, const char* owner, const std::string& path, const std::string& kind,
            const Json& body) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, owner, false));
  SOJOURN_CHECK(begin_work(*desk, path, kind, body));
  return report_work(*desk);
}

Json correction_body(const VoiceOptions& words) {
  Json body{{"phrase", words.text}};
  if (!words.language.empty()) body["language"] = words.language;
  if (!words.sentiment.empty()) body["sentiment"] = words.sentiment;
  return body;
}

void print_preview(const Json& preview, Output format) {
  std::vector<std::vector<Value>> rows;
  for (const Json& each : preview["examples"]) {
    rows.push_back({text_at(each, "from"), text_at(each, "to"), cell(each, "score_before"), cell(each, "score_after"),
                    text_at(each, "language"), brief(text_at(each, "text"))});
  }
  print_table({"was", "becomes", "score", "new_score", "language", "text"}, rows, format);
  if (format != Output::kTable) return;
  print_line(text_at(preview, "affected") + " of " + text_at(preview, "judged") + " comments have the phrase; " +
             text_at(preview, "changed") + " change");
  for (const Json& each : preview["changes"]) {
    print_line("  " + text_at(each, "from") + " -> " + text_at(each, "to") + ": " + text_at(each, "comments"));
  }
  if (preview.value("turned", 0) > 0) {
    print_line(text_at(preview, "turned") + " of them change against what you say, as where the phrase is negated");
  }
}

void print_corrections(const Json& reply, Output format) {
  std::vector<std::vector<Value>> rows;
  for (const Json& each : reply["corrections"]) {
    rows.push_back({text_at(each, "phrase"), text_at(each, "language"), text_at(each, "sentiment"),
                    text_at(each, "account"), text_at(each, "at")});
  }
  print_table({"phrase", "language", "sentiment", "account", "at"}, rows, format);
}

std::vector<Value> topic_row(const Json& topic) {
  return {cell(topic, "id"), text_at(topic, "name"), text_at(topic, "language"), cell(topic, "pinned"),
          cell(topic, "words")};
}

std::string topic_path(const VoiceOptions& words) { return "/v1/voice/topics/" + std::to_string(words.id); }

}  // namespace

Status run_voice_train(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice train", false));
  SOJOURN_CHECK(begin_work(*desk, "/v1/voice/train", "train", Json::object()));
  SOJOURN_TRY(const Json status, follow_work(*desk));
  const Json learned = status.value("learned", Json::array());
  if (words.format == Output::kJson) return print_json(learned), Status();
  if (!learned.empty()) print_learned(learned, words.format);
  if (words.format == Output::kTable) print_line(text_at(status["last"], "detail"));
  return {};
}

Status run_voice_rescore(const std::string& folder, const VoiceOptions&) {
  return work(folder, "sojourn voice rescore", "/v1/voice/rescore", "rescore", Json::object());
}

Status run_voice_refit(const std::string& folder, const VoiceOptions& words) {
  return work(folder, "sojourn voice topics refit", "/v1/voice/topics/refit", "topics", Json{{"topics", words.count}});
}

Status run_voice_topics(const std::string& folder, const VoiceOptions& words) {
  return print_list(folder, "sojourn voice topics list", "/v1/voice/topics", "topics", words.format,
                    {"id", "name", "language", "pinned", "words"}, topic_row);
}

Status run_voice_name(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice topics name", false));
  SOJOURN_CHECK(change(*desk, "PUT", topic_path(words), Json{{"name", words.name}}));
  print_line("topic " + std::to_string(words.id) + " is called \"" + words.name + "\"");
  return {};
}

Status run_voice_join(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice topics join", false));
  const std::string path = "/v1/voice/topics/" + std::to_string(words.other);
  SOJOURN_CHECK(change(*desk, "PUT", path, Json{{"join", words.id}}));
  print_line("topic " + std::to_string(words.other) + " goes under the name of topic " + std::to_string(words.id) +
             "; a name of its own parts them again");
  return report_work(*desk);
}

Status run_voice_pin(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice topics pin", false));
  SOJOURN_CHECK(change(*desk, "POST", "/v1/voice/topics", Json{{"name", words.name}, {"words", words.words}}));
  print_line("\"" + words.name + "\" stays a topic");
  return report_work(*desk);
}

Status run_voice_unpin(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice topics unpin", false));
  SOJOURN_CHECK(change(*desk, "PUT", topic_path(words), Json{{"pinned", false}}));
  print_line("topic " + std::to_string(words.id) + " stays as long as comments are about it");
  return report_work(*desk);
}

Status run_voice_correct(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice correct", false));
  const Json body = correction_body(words);
  SOJOURN_TRY(const Json preview, desk->ask("POST", "/v1/voice/corrections/preview", body));
  if (words.format == Output::kJson) {
    print_json(preview);
  } else {
    print_preview(preview, words.format);
  }
  if (!words.yes) {
    print_notice("nothing is saved; with --yes it is, and history is judged anew");
    return {};
  }
  SOJOURN_CHECK(change(*desk, "PUT", "/v1/voice/corrections", body));
  const std::string where = words.language.empty() ? "in every language" : "in " + words.language;
  const std::string saved =
      "saved: \"" + words.text + "\" is " + words.sentiment + " " + where + "; history is judged anew";
  words.format == Output::kTable ? print_line(saved) : print_notice(saved);
  return follow_work(*desk).status();
}

Status run_voice_corrections(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice corrections list", false));
  SOJOURN_TRY(const Json reply, desk->ask("GET", "/v1/voice/corrections"));
  if (words.format == Output::kJson) return print_json(reply), Status();
  print_corrections(reply, words.format);
  return {};
}

Status run_voice_uncorrect(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice corrections remove", false));
  Json body{{"phrase", words.text}};
  if (!words.language.empty()) body["language"] = words.language;
  SOJOURN_CHECK(change(*desk, "DELETE", "/v1/voice/corrections", body));
  print_line("\"" + words.text + "\" is judged as before");
  return report_work(*desk);
}

}  // namespace sojourn
