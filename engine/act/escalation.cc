#include "act/escalation.h"

#include <algorithm>

#include "act/letter_html.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

using boards::Json;

constexpr Micros kLookEvery = kMinute;
constexpr size_t kItemsShown = 20;
constexpr size_t kTextShown = 300;

std::string text_of(const std::vector<Delivery>& deliveries) {
  Json json = Json::array();
  for (const Delivery& each : deliveries) json.push_back(delivery_json(each));
  return boards::text_of(json);
}

Result<std::vector<Delivery>> read(const Escalation& escalation) {
  const Json json = Json::parse(escalation.told, nullptr, false);
  if (!json.is_array()) return Status::corruption("no list", "escalation " + std::to_string(escalation.number));
  std::vector<Delivery> all;
  for (const Json& each : json) {
    SOJOURN_TRY(Delivery delivery, read_delivery(each));
    all.push_back(std::move(delivery));
  }
  return all;
}

// At a letter's end, so that none is cut in two.
std::string cut(const std::string& text) {
  if (text.size() <= kTextShown) return text;
  size_t end = kTextShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + " ...";
}

// "2026-03-01 10:00 UTC: nps 3 of 0 to 10, survey, "It came late.""
std::string line_of(const FeedbackItem& item) {
  std::string line = format_time(item.time).substr(0, 16) + " UTC";
  line[10] = ' ';
  if (const auto score = item.score()) {
    line += ": " + score->kind + " " + format_number(score->value);
    if (score->scale) line += " of " + format_number(score->scale->min) + " to " + format_number(score->scale->max);
  }
  if (const std::string_view touchpoint = item.first(&FeedbackAnswer::touchpoint); !touchpoint.empty()) {
    line += ", " + std::string(touchpoint);
  }
  const std::string text = item.text();
  return text.empty() ? line : line + ", \"" + cut(text) + "\"";
}

std::string cases(size_t count) { return std::to_string(count) + (count == 1 ? " case" : " cases"); }

}  // namespace

Letter escalation_letter(const std::vector<FeedbackItem>& items, size_t more, const std::string& id,
                         const std::string& to, const OutgoingSettings& settings, Micros now) {
  Letter letter = automatic_letter(settings, id, to, now);
  const std::string title = cases(items.size() + more) + " that nobody owns";
  const std::string why = "You get this letter because the settings of the feedback inbox name your address.";
  letter.subject = title;
  letter.language = "en";
  letter.headers.emplace_back("X-Sojourn-Escalation", id);
  std::string body = html_paragraph(title, "font-size:18px;font-weight:600");
  letter.text = title + "\n\n";
  for (const FeedbackItem& each : items) {
    const std::string line = line_of(each);
    body += html_paragraph(line);
    letter.text += "- " + line + "\n";
  }
  if (more > 0) {
    const std::string rest = "and " + std::to_string(more) + " more";
    body += html_paragraph(rest);
    letter.text += rest + "\n";
  }
  if (const std::string address = page_address(settings, "/inbox?case=escalated"); !address.empty()) {
    body += html_link(address, "Open them in the feedback inbox");
    letter.text += "\nOpen them in the feedback inbox: " + address + "\n";
  }
  body += html_paragraph(why, "font-size:13px;color:#58616d");
  letter.text += "\n--\n" + why + "\n";
  letter.html = html_letter("en", title, body);
  return letter;
}

Status EscalationRound::recover() {
  for (const Escalation& each : inbox_.escalations().list()) {
    SOJOURN_TRY(std::vector<Delivery> told, read(each));
    bool any = false;
    for (Delivery& delivery : told) any = end_interrupted(delivery) || any;
    if (any) SOJOURN_CHECK(inbox_.escalations().set_told(each.number, text_of(told)));
  }
  return {};
}

Status EscalationRound::look(Micros now) {
  SOJOURN_CHECK(inbox_.follow());
  SOJOURN_TRY(std::vector<int64_t> late, inbox_.to_escalate());
  if (late.empty()) return {};
  const std::vector<Delivery> told = deliveries_to(inbox_.settings().escalate_to, false, now);
  return inbox_.escalations().add(now, std::move(late), text_of(told)).status();
}

Status EscalationRound::step(Micros now, const std::atomic<bool>& ending) {
  if (looked_ == 0 || now - looked_ >= kLookEvery) {
    SOJOURN_CHECK(look(now));
    looked_ = now;
  }
  for (const Escalation& each : inbox_.escalations().list()) {
    if (ending) return {};
    SOJOURN_CHECK(tell(each, now, ending));
  }
  return {};
}

Status EscalationRound::tell(const Escalation& escalation, Micros now, const std::atomic<bool>& ending) {
  SOJOURN_TRY(std::vector<Delivery> told, read(escalation));
  const std::string id = "escalation-" + std::to_string(escalation.number);
  for (Delivery& delivery : told) {
    if (ending) return {};
    if (!is_due(delivery, now)) continue;
    const OutgoingSettings settings = outgoing_.get();
    // The newest of them stand last.
    const size_t shown = std::min(escalation.items.size(), kItemsShown);
    std::vector<FeedbackItem> items;
    for (const int64_t item : std::span(escalation.items).last(shown)) {
      Result<FeedbackItem> found = inbox_.find(item, "");
      if (found) items.push_back(*std::move(found));
    }
    begin_sending(delivery, now);
    SOJOURN_CHECK(inbox_.escalations().set_told(escalation.number, text_of(told)));
    OutgoingMessage message;
    message.id = id;
    message.at = now;
    message.letter = escalation_letter(items, escalation.items.size() - items.size(), id, delivery.to, settings, now);
    end_sending(delivery, carrier_.send(message, settings), id, now);
    SOJOURN_CHECK(inbox_.escalations().set_told(escalation.number, text_of(told)));
  }
  return {};
}

}  // namespace sojourn
