#include "act/letter_html.h"

#include "base/calendar.h"
#include "base/hash.h"
#include "surveys/survey_page.h"

namespace sojourn {

std::string html_paragraph(std::string_view words, std::string_view style) {
  return "<p style=\"margin:0 0 12px" + (style.empty() ? "" : ";" + std::string(style)) + "\">" + html_escape(words) +
         "</p>\n";
}

std::string html_link(const std::string& address, std::string_view words) {
  return "<p style=\"margin:16px 0\"><a href=\"" + html_escape(address) + "\" style=\"color:#1f5fa8\">" +
         html_escape(words) + "</a></p>\n";
}

std::string html_letter(std::string_view language, std::string_view title, const std::string& body) {
  return "<!doctype html>\n<html lang=\"" + html_escape(language) + "\">\n<head><meta charset=\"utf-8\"><title>" +
         html_escape(title) +
         "</title></head>\n<body style=\"margin:0;padding:24px;font:15px/1.5 system-ui,'Segoe UI',Arial,sans-serif;"
         "color:#15191f;background:#ffffff\">\n" +
         body + "</body>\n</html>\n";
}

Letter automatic_letter(const OutgoingSettings& settings, const std::string& id, const std::string& to, Micros now) {
  Letter letter;
  const std::string sender = mail_address(settings.from);
  // Of each reader another one: mail programs take the same id for the same letter.
  letter.id = id + "-" + std::to_string(hash64(to) % 1'000'000'000) + "@" + sender.substr(sender.find('@') + 1);
  letter.date = now;
  letter.from = settings.from;
  letter.reply_to = settings.reply_to;
  letter.to = to;
  letter.headers = {{"Auto-Submitted", "auto-generated"}};
  return letter;
}

std::string minute_in(Micros time, const std::string& zone) {
  const Result<Zone> found = Zone::find(zone);
  return format_time(found ? found->to_wall(time) : time).substr(0, 16);
}

std::string day_in(Micros time, const std::string& zone) { return minute_in(time, zone).substr(0, 10); }

std::string page_address(const OutgoingSettings& settings, std::string_view path) {
  std::string base = settings.base_url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  return base.empty() ? base : base + std::string(path);
}

}  // namespace sojourn
