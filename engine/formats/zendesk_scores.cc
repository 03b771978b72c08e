#include <algorithm>

#include "base/text.h"
#include "formats/zendesk_parts.h"

namespace sojourn::zendesk {
namespace {

// "good", "good_with_comment", "bad" ...; offered and unoffered are no answers.
std::optional<double> legacy_score(const std::string& score) {
  if (score.starts_with("good")) return 1;
  return score.starts_with("bad") ? std::optional<double>(0) : std::nullopt;
}

// The scale that a rating question offers; 1 to 5 where it does not say.
Scale scale_of(const Json& question) {
  Scale scale{1, 5};
  std::optional<Scale> offered;
  for (const Json& option : items_at(question, "options")) {
    const auto rating = number_at(option, "rating");
    if (!rating) continue;
    offered =
        offered ? Scale{std::min(offered->min, *rating), std::max(offered->max, *rating)} : Scale{*rating, *rating};
  }
  return offered && offered->min < offered->max ? *offered : scale;
}

std::string ticket_of(const Json& response) {
  for (const Json& subject : items_at(response, "subjects")) {
    const std::string name = text_at(subject, "zrn");
    if (name.starts_with("zen:ticket:")) return name.substr(std::string("zen:ticket:").size());
    if (text_at(subject, "type") == "ticket") return text_at(subject, "id");
  }
  return text_at(response, "ticket_id");
}

}  // namespace

Status write_rating(const Context& at, const Json& rating, const Json* ticket) {
  const std::string id = ticket == nullptr ? text_at(rating, "ticket_id") : text_at(*ticket, "id");
  const auto answer = legacy_score(lower_ascii(text_at(rating, "score")));
  if (!answer || id.empty()) return {};
  auto time = time_at(rating, "updated_at");
  if (!time) time = time_at(rating, "created_at");
  if (!time && ticket != nullptr) time = time_at(*ticket, "updated_at");
  if (!time)
    return at.writer.reject(at.raw.line, at.raw.text, "updated_at", "the rating does not tell when it was given");
  ContactScore score;
  score.contact = id;
  score.question = "satisfaction";
  score.answer = *answer;
  score.scale = Scale{0, 1};
  score.text = text_at(rating, "comment");
  score.time = *time;
  score.version = milliseconds(time->utc);
  return write_score(at.writer, score, at.raw.line, at.raw.text, [&] {
    const Json& told = ticket == nullptr ? rating : *ticket;
    write_requester(at, told);
    write_handlers(at, told);
    at.writer.set("reason", text_at(rating, "reason")).set("episode", id);
  });
}

Status write_survey_response(const Context& at, const Json& response) {
  const std::string ticket = ticket_of(response);
  const Json* rated = nullptr;
  std::string comment;
  for (const Json& answer : items_at(response, "answers")) {
    if (number_at(answer, "rating") && rated == nullptr) rated = &answer;
    if (comment.empty()) comment = text_at(answer, "value");
  }
  if (rated == nullptr) return {};
  auto time = time_at(*rated, "updated_at");
  if (!time) time = time_at(*rated, "created_at");
  if (!time) time = time_at(response, "updated_at");
  if (!time || ticket.empty()) {
    return at.writer.reject(at.raw.line, at.raw.text, "answers", "the answer names no ticket or no time");
  }
  ContactScore score;
  score.contact = ticket;
  score.question = text_at(*rated, {"question.headline", "question.alias", "question.id"});
  score.answer = *number_at(*rated, "rating");
  score.scale = scale_of(object_at(*rated, "question"));
  score.text = comment;
  score.time = *time;
  score.version = milliseconds(time->utc);
  return write_score(at.writer, score, at.raw.line, at.raw.text, [&] {
    const std::string who = text_at(response, "responder_id");
    write_customer(at.writer, at.book.user(who), who);
    at.writer.set("response", text_at(response, "id")).set("survey", text_at(response, "survey.id"));
    at.writer.set("episode", ticket);
  });
}

}  // namespace sojourn::zendesk
