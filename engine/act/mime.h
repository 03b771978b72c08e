// A letter as bytes on the wire: RFC 5322 headers, a text and an HTML part, in quoted-printable, and files
// beside them, in base64.
//
// Safe      a line break in any header becomes a blank: nobody writes headers of their own into it.
// Same      the same letter gives the same bytes; its id and date are given.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace sojourn {

struct Attachment {
  std::string name;  // Of the file.
  std::string media;
  std::string bytes;
};

struct Letter {
  std::string id;  // Of the message, without < >: "i-17@example.com".
  Micros date = 0;
  std::string from;  // "Shop <ask@example.com>"
  std::string reply_to;
  std::string to;  // An address alone.
  std::string subject;
  std::string language;  // "" : not told.
  std::string text;
  std::string html;
  std::vector<std::pair<std::string, std::string>> headers{};  // More of them.
  std::vector<Attachment> attachments{};
};

// Lines end with CRLF.
std::string letter_bytes(const Letter& letter);

// A header's text as RFC 2047 wants it: as it stands when it is ASCII, else encoded words.
std::string encoded_words(std::string_view text);
std::string quoted_printable(std::string_view text);
// "Sun, 01 Mar 2026 12:00:00 +0000"
std::string mail_date(Micros time);

}  // namespace sojourn
