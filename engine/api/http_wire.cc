#include "api/http_wire.h"

#include <array>

#include "api/sent_file.h"
#include "base/calendar.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // Of 1970-01-01 on.
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// A line break inside a value would begin a header of somebody else's making.
void add_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (const char c : value) head += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  head += "\r\n";
}

}  // namespace

std::string format_http_date(Micros time) {
  const CivilTime civil = micros_to_civil(time);
  const int64_t day = days_from_civil(civil.year, civil.month, civil.day);
  std::string text(kDays[static_cast<size_t>((day % 7 + 7) % 7)]);
  text += ", " + two_digits(civil.day) + " ";
  text += kMonths[static_cast<size_t>(civil.month - 1)];
  text += " " + std::to_string(civil.year) + " " + two_digits(civil.hour) + ":" + two_digits(civil.minute) + ":" +
          two_digits(civil.second) + " GMT";
  return text;
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string format_head(const HttpReply& reply, const WireOptions& options) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  head.append(status_phrase(reply.status)).append("\r\n");
  add_header(head, "Date", format_http_date(options.now));
  if (!reply.type.empty()) add_header(head, "Content-Type", reply.type);
  const bool counted = has_body(reply.status) && reply.stream == nullptr;  // A stream ends with its connection.
  if (counted) add_header(head, "Content-Length", std::to_string(reply.file ? reply.file->bytes() : reply.body.size()));
  if (!options.keep_alive) {
    add_header(head, "Connection", "close");
  } else if (options.old_client) {
    add_header(head, "Connection", "keep-alive");
  }
  for (const auto& [name, value] : reply.headers) add_header(head, name, value);
  return head + "\r\n";
}

}  // namespace sojourn
