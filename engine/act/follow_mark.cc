#include "act/follow_mark.h"

#include <nlohmann/json.hpp>

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDocumentKind = "follow";
constexpr std::string_view kDocumentName = "invitations";

int64_t number_of(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_number_integer() ? json[name].get<int64_t>() : 0;
}

}  // namespace

Result<FollowMark> read_follow_mark(Store& store) {
  FollowMark mark;
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocumentKind));
  for (const Document& document : documents) {
    if (document.name != kDocumentName) continue;
    const Json json = Json::parse(document.text, nullptr, false);
    if (!json.is_object() || !json.contains("rules") || !json["rules"].is_object()) {
      return Status::corruption("it cannot be read how far invitations followed the record", document.name);
    }
    if (json.contains("answers")) mark.answers = number_of(json, "answers");
    for (const auto& [name, rule] : json["rules"].items()) {
      mark.rules[name] = {number_of(rule, "position"), number_of(rule, "causes"),      number_of(rule, "planned"),
                          number_of(rule, "skipped"),  number_of(rule, "sampled_out"), number_of(rule, "nobody")};
    }
  }
  return mark;
}

Document follow_document(const FollowMark& mark) {
  Json json;
  if (mark.answers) json["answers"] = *mark.answers;
  json["rules"] = Json::object();
  for (const auto& [name, rule] : mark.rules) {
    json["rules"][name] = {{"position", rule.position}, {"causes", rule.causes},           {"planned", rule.planned},
                           {"skipped", rule.skipped},   {"sampled_out", rule.sampled_out}, {"nobody", rule.nobody}};
  }
  return {std::string(kDocumentKind), std::string(kDocumentName), json.dump()};
}

}  // namespace sojourn
