#include "act/follow_mark.h"

#include <nlohmann/json.hpp>

#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::integer_of;

using Json = nlohmann::ordered_json;

constexpr std::string_view kDocumentKind = "follow";
constexpr std::string_view kDocumentName = "invitations";

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
    if (json.contains("answers")) mark.answers = integer_of(json, "answers");
    for (const auto& [name, rule] : json["rules"].items()) {
      mark.rules[name] = {integer_of(rule, "position"), integer_of(rule, "causes"),      integer_of(rule, "planned"),
                          integer_of(rule, "skipped"),  integer_of(rule, "sampled_out"), integer_of(rule, "nobody")};
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
