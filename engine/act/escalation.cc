#include "act/escalation.h"

#include <algorithm>

#include "act/letter_html.h"
#include "act/words.h"
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

bool waits(const std::vector<Delivery>& told) {
  return std::ranges::any_of(told, [](const Delivery& each) { return each.state == DeliveryState::kWaiting; });
}

// At a letter's end, so that none is cut in two.
std::string cut(const std::string& text) {
  if (text.size() <= kTextShown) return text;
  size_t end = kTextShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + " ...";
}

// "2026-03-01 10:00 UTC: nps 3 of 0 to 10, survey, "It came late.""
std::string line_of(const FeedbackItem& item, const Words& words) {
  std::string line = format_time(item.time).substr(0, 16) + " UTC";
  line[10] = ' ';
  if (const auto score = item.score()) {
    const std::string value = format_number(score->value);
    line += ": " + score->kind + " ";
    line += score->scale ? words.say("escalation.scale", {{"value", value},
                                                          {"low", format_number(score->scale->min)},
                                                          {"high", format_number(score->scale->max)}})
                         : value;
  }
  if (const std::string_view touchpoint = item.first(&FeedbackAnswer::touchpoint); !touchpoint.empty()) {
    line += ", " + std::string(touchpoint);
  }
  const std::string text = item.text();
  return text.empty() ? line : line + ", \"" + cut(text) + "\"";
}

std::string title_of(size_t count, const Words& words) {
  if (count == 1) return std::string(words.find("escalation.one"));
  return words.say("escalation.many", {{"count", std::to_string(count)}});
}

}  // namespace

Letter escalation_letter(const std::vector<FeedbackItem>& items, size_t more, const std::string& id,
                         const std::string& to, const std::string& language, const OutgoingSettings& settings,
                         Micros now) {
  const Words words(language);
  Letter letter = automatic_letter(settings, id, to, now);
  const std::string title = title_of(items.size() + more, words);
  const std::string why(words.find("escalation.why"));
  letter.subject = title;
  letter.language = words.language();
  letter.headers.emplace_back("X-Sojourn-Escalation", id);
  std::string body = html_paragraph(title, "font-size:18px;font-weight:600");
  letter.text = title + "\n\n";
  for (const FeedbackItem& each : items) {
    const std::string line = line_of(each, words);
    body += html_paragraph(line);
    letter.text += "- " + line + "\n";
  }
  if (more > 0) {
    const std::string rest = words.say("escalation.more", {{"count", std::to_string(more)}});
    body += html_paragraph(rest);
    letter.text += rest + "\n";
  }
  if (const std::string address = page_address(settings, "/inbox?case=escalated"); !address.empty()) {
    const std::string open(words.find("escalation.open"));
    body += html_link(address, open);
    letter.text += "\n" + open + ": " + address + "\n";
  }
  body += html_paragraph(why, "font-size:13px;color:#58616d");
  letter.text += "\n--\n" + why + "\n";
  letter.html = html_letter(words.language(), title, body);
  return letter;
}

std::string EscalationRound::language_of(const std::string& address) const {
  if (accounts_ == nullptr) return {};
  const std::string assignee = inbox_.settings().assignee;
  std::string of_assignee, of_owner;
  for (const Account& each : accounts_->list()) {
    if (each.language.empty() || each.disabled) continue;
    if (!each.email.empty() && mail_address(each.email) == address) return each.language;
    if (each.account == assignee) of_assignee = each.language;
    if (each.role == Role::kOwner && of_owner.empty()) of_owner = each.language;
  }
  return of_assignee.empty() ? of_owner : of_assignee;
}

Status EscalationRound::recover() {
  untold_.clear();
  for (const Escalation& each : inbox_.escalations().list()) {
    SOJOURN_TRY(std::vector<Delivery> told, read(each));
    bool any = false;
    for (Delivery& delivery : told) any = end_interrupted(delivery) || any;
    if (any) SOJOURN_CHECK(inbox_.escalations().set_told(each.number, text_of(told)));
    if (waits(told)) untold_.insert(each.number);
  }
  return {};
}

Status EscalationRound::look(Micros now) {
  SOJOURN_CHECK(inbox_.follow());
  SOJOURN_TRY(std::vector<int64_t> late, inbox_.to_escalate());
  if (late.empty()) return {};
  std::vector<std::string> to;  // Each address once: settings may have been kept with repeats.
  for (const std::string& each : inbox_.settings().escalate_to) {
    const std::string address = mail_address(each).empty() ? each : mail_address(each);
    if (std::ranges::find(to, address) == to.end()) to.push_back(address);
  }
  const std::vector<Delivery> told = deliveries_to(to, false, now);
  SOJOURN_TRY(const int64_t number, inbox_.escalations().add(now, std::move(late), text_of(told)));
  if (waits(told)) untold_.insert(number);
  return {};
}

Status EscalationRound::step(Micros now, const std::atomic<bool>& ending) {
  if (looked_ == 0 || now - looked_ >= kLookEvery) {
    SOJOURN_CHECK(look(now));
    looked_ = now;
  }
  const std::vector<int64_t> numbers(untold_.begin(), untold_.end());
  for (const int64_t number : numbers) {
    if (ending) return {};
    const std::optional<Escalation> each = inbox_.escalations().find(number);
    if (each) SOJOURN_CHECK(tell(*each, now, ending));
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
    message.letter = escalation_letter(items, escalation.items.size() - items.size(), id, delivery.to,
                                       language_of(delivery.to), settings, now);
    end_sending(delivery, carrier_.send(message, settings), id, now);
    SOJOURN_CHECK(inbox_.escalations().set_told(escalation.number, text_of(told)));
  }
  if (!waits(told)) untold_.erase(escalation.number);
  return {};
}

}  // namespace sojourn
