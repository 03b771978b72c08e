#include "act/mime.h"

#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "base/hash.h"
#include "formats/signature.h"

namespace sojourn {
namespace {

constexpr size_t kLineMax = 76;
constexpr size_t kWordBytesMax = 45;  // 60 letters of base64: an encoded word has at most 75.

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return line;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string header(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : std::string(name) + ": " + one_line(value) + "\r\n";
}

// The name encoded where it must be, the address as it stands.
std::string person(std::string_view text) {
  const size_t open = text.rfind('<');
  if (open == std::string_view::npos || open == 0) return one_line(text);
  std::string name(text.substr(0, open));
  while (!name.empty() && name.back() == ' ') name.pop_back();
  const std::string address = one_line(text.substr(open));
  if (name.find_first_of("()[]:;@\\,.\"") == std::string::npos) return encoded_words(one_line(name)) + " " + address;
  if (!is_ascii(name)) return encoded_words(one_line(name)) + " " + address;
  std::erase_if(name, [](char c) { return c == '"' || c == '\\'; });
  return "\"" + one_line(name) + "\" " + address;
}

std::string part(std::string_view type, std::string_view body) {
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(body) + "\r\n";
}

std::string multipart(std::string_view kind, const std::string& boundary, const std::vector<std::string>& parts) {
  std::string bytes = "Content-Type: multipart/" + std::string(kind) + "; boundary=\"" + boundary + "\"\r\n\r\n";
  for (const std::string& each : parts) bytes += "--" + boundary + "\r\n" + each;
  return bytes + "--" + boundary + "--\r\n";
}

// What is read: as text alone, or as text and as HTML.
std::string words_part(const Letter& letter) {
  if (letter.html.empty()) return part("text/plain", letter.text);
  const std::string boundary = "=_" + std::to_string(hash64(letter.id + letter.text + letter.html));
  return multipart("alternative", boundary, {part("text/plain", letter.text), part("text/html", letter.html)});
}

// A name for all mail programs: letters and digits of ASCII, - and _ and points.
std::string file_name_of(std::string_view name) {
  std::string plain(name);
  for (char& c : plain) {
    const bool fine =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
    if (!fine) c = '_';
  }
  return plain;
}

std::string file_part(const Attachment& file) {
  const std::string name = file_name_of(file.name);
  std::string bytes = header("Content-Type", file.media + "; name=\"" + name + "\"") +
                      "Content-Transfer-Encoding: base64\r\n" +
                      header("Content-Disposition", "attachment; filename=\"" + name + "\"") + "\r\n";
  const std::string text = base64(file.bytes);
  for (size_t at = 0; at < text.size(); at += kLineMax) bytes += text.substr(at, kLineMax) + "\r\n";
  return bytes;
}

}  // namespace

std::string encoded_words(std::string_view text) {
  if (is_ascii(text) && text.find("=?") == std::string_view::npos) return std::string(text);
  std::string out;
  while (!text.empty()) {
    size_t take = std::min(kWordBytesMax, text.size());
    // A letter is not cut in two.
    while (take < text.size() && take > 1 && (static_cast<unsigned char>(text[take]) & 0xC0) == 0x80) --take;
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(0, take)) + "?=");
    text.remove_prefix(take);
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  size_t line = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      out += "\r\n";
      line = 0;
      continue;
    }
    const bool ends = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool plain = (c >= '!' && c <= '~' && c != '=') || (c == ' ' && !ends);
    const size_t width = plain ? 1 : 3;
    if (line + width > kLineMax - 1) {
      out += "=\r\n";
      line = 0;
    }
    // A dot at the beginning of a line means something to mail servers.
    if (plain && !(c == '.' && line == 0)) {
      out += c;
      ++line;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '=';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
      line += 3;
    }
  }
  return out;
}

std::string mail_date(Micros time) {
  constexpr std::array<const char*, 7> kDays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime civil = micros_to_civil(time);
  const int64_t day = ((days_from_civil(civil.year, civil.month, civil.day) % 7) + 7) % 7;
  const auto two = [](int number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays[static_cast<size_t>(day)]) + ", " + two(civil.day) + " " +
         kMonths[static_cast<size_t>(civil.month - 1)] + " " + std::to_string(civil.year) + " " + two(civil.hour) +
         ":" + two(civil.minute) + ":" + two(civil.second) + " +0000";
}

std::string letter_bytes(const Letter& letter) {
  std::string bytes = header("Date", mail_date(letter.date));
  bytes += "From: " + person(letter.from) + "\r\n";
  if (!letter.reply_to.empty()) bytes += "Reply-To: " + person(letter.reply_to) + "\r\n";
  bytes += header("To", letter.to);
  bytes += "Subject: " + encoded_words(one_line(letter.subject)) + "\r\n";
  bytes += header("Message-ID", "<" + letter.id + ">");
  bytes += header("Content-Language", letter.language);
  for (const auto& [name, value] : letter.headers) bytes += header(name, value);
  bytes += "MIME-Version: 1.0\r\n";
  if (letter.attachments.empty()) return bytes + words_part(letter);
  std::vector<std::string> parts{words_part(letter)};
  for (const Attachment& each : letter.attachments) parts.push_back(file_part(each));
  return bytes + multipart("mixed", "=_f" + std::to_string(hash64(letter.id + letter.html)), parts);
}

}  // namespace sojourn
