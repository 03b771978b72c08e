// `sojourn voice`: what is read.
#include "cli/voice_commands.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/api_rows.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

using Json = ApiDesk::Json;

constexpr double kWeightShown = 0.1;
constexpr size_t kReasonsShown = 6;

// To three digits behind the point; programs read JSON, which has all.
Value number_at(const Json& json, const char* key) {
  if (!json.contains(key) || !json[key].is_number()) return Value();
  return std::round(json[key].get<double>() * 1000) / 1000;
}

std::string part_of(const std::string& text, const Json& range, const char* begin = "begin", const char* end = "end") {
  const auto from = std::min(range.value(begin, size_t{0}), text.size());
  const auto to = std::min(std::max(range.value(end, size_t{0}), from), text.size());
  return std::string(trim(std::string_view(text).substr(from, to - from)));
}

// The strongest reasons in the order of the text: "broken (-2.1), not (over: helpful)"; bytes, as they were asked for.
std::string because(const std::string& text, const Json& reasons) {
  std::vector<const Json*> strong;
  for (const Json& each : reasons) {
    if (std::abs(each.value("weight", 0.0)) >= kWeightShown) strong.push_back(&each);
  }
  const auto by_weight = [](const Json* each) { return -std::abs(each->value("weight", 0.0)); };
  std::ranges::stable_sort(strong, {}, by_weight);
  if (strong.size() > kReasonsShown) strong.resize(kReasonsShown);
  std::ranges::stable_sort(strong, {}, [](const Json* each) { return each->value("begin", size_t{0}); });
  std::string all;
  for (const Json* each : strong) {
    const std::string scope = part_of(text, *each, "scope_begin", "scope_end");
    const std::string weight = value_text(number_at(*each, "weight"));
    all += (all.empty() ? "" : ", ") + part_of(text, *each) + " (" + (scope.empty() ? weight : "over: " + scope) + ")";
  }
  return all;
}

std::string asked(const VoiceOptions& words, const char* path) {
  std::string all = std::string(path) + "?limit=" + std::to_string(words.limit);
  const std::vector<std::pair<const char*, const std::string*>> parts{
      {"where", &words.where}, {"against", &words.against}, {"from", &words.from},
      {"to", &words.to},       {"zone", &words.zone},       {"before", &words.before}};
  for (const auto& [name, value] : parts) {
    if (!value->empty()) all += "&" + std::string(name) + "=" + path_segment(*value);
  }
  return all;
}

std::vector<Value> comment_row(const Json& comment, bool evidence) {
  std::vector<Value> row{text_at(comment, "time"),      text_at(comment, "customer"), text_at(comment, "language"),
                         text_at(comment, "sentiment"), number_at(comment, "score"),  text_at(comment, "emotion"),
                         text_at(comment, "intent"),    text_at(comment, "topic")};
  const std::string text = text_at(comment, "text");
  if (evidence) row.emplace_back(because(text, comment["explanation"]["reasons"]));
  row.emplace_back(brief(text));
  return row;
}

void print_models(const Json& status, Output format) {
  std::vector<std::vector<Value>> rows;
  for (const Json& each : status["models"]) {
    const Json& quality = each["quality"];
    rows.push_back({text_at(each, "language"), text_at(each, "origin"), text_at(each, "version"),
                    cell(each, "learned_from"), number_at(quality, "macro_f1"), number_at(quality, "accuracy"),
                    number_at(quality, "ece")});
  }
  print_table({"language", "model", "version", "learned_from", "macro_f1", "accuracy", "ece"}, rows, format);
}

void print_work(const Json& status) {
  if (const Json& work = status["work"]; work.is_object()) {
    print_notice(text_at(work, "kind") + " is under way: " + text_at(work, "done") + " of " + text_at(work, "total"));
  }
  const Json& last = status["last"];
  if (last.is_object() && !last.value("ok", true)) {
    print_notice("the last work, " + text_at(last, "kind") + ", came to nothing: " + text_at(last, "detail"));
  }
}

void print_verdict(const Json& reply, Output format) {
  const auto sure = [&reply](const char* key) {
    const Json& finding = reply[key];
    return text_at(finding, "name") + " (" + value_text(number_at(finding, "confidence")) + ")";
  };
  std::vector<std::vector<Value>> rows{{std::string("language"), text_at(reply, "language")},
                                       {std::string("sentiment"), text_at(reply, "sentiment")},
                                       {std::string("score"), number_at(reply, "score")},
                                       {std::string("confidence"), number_at(reply, "confidence")},
                                       {std::string("by"), text_at(reply, "by")},
                                       {std::string("emotion"), sure("emotion")},
                                       {std::string("motive"), sure("motive")},
                                       {std::string("intent"), sure("intent")}};
  for (const char* key : {"topic", "wish", "rival"}) {
    if (reply[key].is_object()) rows.push_back({std::string(key), text_at(reply[key], "name")});
  }
  if (reply["obstacle"].is_object()) rows.push_back({std::string("obstacle"), text_at(reply["obstacle"], "words")});
  print_table({"what", "value"}, rows, format);
}

void print_reasons(const Json& reply, Output format) {
  const std::string text = text_at(reply, "text");
  std::vector<std::vector<Value>> rows;
  for (const Json& each : reply["reasons"]) {
    rows.push_back({text_at(each, "kind"), part_of(text, each), number_at(each, "weight"),
                    part_of(text, each, "scope_begin", "scope_end")});
  }
  for (const Json& each : reply["aspects"]) {
    rows.push_back({std::string("aspect"), text_at(each, "words"), number_at(each, "score"), std::string()});
  }
  for (const Json& each : reply["personal"]) {
    rows.push_back({text_at(each, "kind"), part_of(text, each), Value(), std::string()});
  }
  print_table({"kind", "words", "weight", "scope"}, rows, format);
}

}  // namespace

Status run_voice_status(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice status", false));
  SOJOURN_TRY(const Json status, desk->ask("GET", "/v1/voice"));
  if (words.format == Output::kJson) return print_json(status), Status();
  std::vector<std::vector<Value>> rows;
  for (const char* key : {"edition", "judged", "conversations", "corrections", "topics", "wishes"}) {
    rows.push_back({std::string(key), cell(status, key)});
  }
  print_table({"what", "value"}, rows, words.format);
  print_line("");
  print_models(status, words.format);
  print_work(status);
  return {};
}

Status run_voice_explain(const std::string& folder, const VoiceOptions& words) {
  Json body{{"text", words.text}};
  if (!words.language.empty()) body["language"] = words.language;
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice explain", false));
  SOJOURN_TRY(const Json reply, desk->ask("POST", "/v1/voice/explain?unit=bytes", body));
  if (words.format == Output::kJson) return print_json(reply), Status();
  print_verdict(reply, words.format);
  print_line("");
  print_reasons(reply, words.format);
  return {};
}

Status run_voice_comments(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice comments", false));
  const std::string more = words.evidence ? "&unit=bytes&evidence=1" : "";
  SOJOURN_TRY(const Json page, desk->ask("GET", asked(words, "/v1/voice/comments") + more));
  if (words.format == Output::kJson) return print_json(page), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : page["comments"]) rows.push_back(comment_row(each, words.evidence));
  std::vector<std::string> columns{"time", "customer", "language", "sentiment", "score", "emotion", "intent", "topic"};
  if (words.evidence) columns.emplace_back("because");
  columns.emplace_back("text");
  print_table(columns, rows, words.format);
  if (words.format == Output::kTable) print_line(with_groups(page.value("total", int64_t{0})) + " comments");
  if (page["next"].is_string()) print_notice("there is more: --before " + text_at(page, "next"));
  return {};
}

Status run_voice_phrases(const std::string& folder, const VoiceOptions& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn voice phrases", false));
  SOJOURN_TRY(const Json reply, desk->ask("GET", asked(words, "/v1/voice/phrases")));
  if (words.format == Output::kJson) return print_json(reply), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : reply["phrases"]) {
    rows.push_back({text_at(each, "phrase"), text_at(each, "language"), cell(each, "in"), number_at(each, "in_share"),
                    cell(each, "against"), number_at(each, "against_share"), number_at(each, "score")});
  }
  print_table({"phrase", "language", "in", "in_%", "against", "against_%", "score"}, rows, words.format);
  if (words.format == Output::kTable) {
    print_line(text_at(reply, "texts") + " comments, set against " + text_at(reply, "against"));
  }
  return {};
}

}  // namespace sojourn
