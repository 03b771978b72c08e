#include "formats/transcript_marks.h"

#include <cstdlib>

#include "base/encoding.h"
#include "base/text.h"

namespace sojourn {
namespace {

// The letter of "#39" or "#x27"; 0: none.
uint32_t numbered_letter(std::string_view name) {
  if (name.size() < 2 || name.front() != '#') return 0;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const std::string digits(name.substr(hex ? 2 : 1));
  char* end = nullptr;
  const unsigned long code = std::strtoul(digits.c_str(), &end, hex ? 16 : 10);
  const bool valid =
      !digits.empty() && *end == '\0' && code >= 0x20 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
  return valid ? static_cast<uint32_t>(code) : 0;
}

void append_entity(std::string& out, std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"nbsp", " "}, {"quot", "\""}, {"apos", "'"}, {"lrm", ""}, {"rlm", ""}};
  for (const auto& [entity, text] : kEntities) {
    if (entity == name) {
      out += text;
      return;
    }
  }
  if (const uint32_t code = numbered_letter(name); code != 0) {
    append_code_point(out, code);
  } else {
    out += "&" + std::string(name) + ";";
  }
}

// <b>, </b>, <c.loud>, <00:00:01.000>; not "5 < 6".
bool is_tag(std::string_view inside) {
  if (inside.starts_with('/')) inside.remove_prefix(1);
  const char first = inside.empty() ? ' ' : inside.front();
  return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9');
}

constexpr size_t kEntityBytesMax = 9;

// Where the letter stands next, from `at` on; a line without any more is searched once only.
class NextOf {
 public:
  NextOf(std::string_view line, char letter) : line_(line), letter_(letter), found_(line.find(letter)) {}
  // REQUIRES: no less than it was asked before.
  size_t from(size_t at) {
    if (found_ != std::string_view::npos && found_ < at) found_ = line_.find(letter_, at);
    return found_;
  }

 private:
  std::string_view line_;
  char letter_;
  size_t found_;
};

}  // namespace

void read_marked(std::string_view line, Turn& turn, std::vector<Turn>& turns) {
  std::string words;
  NextOf tag_end(line, '>');
  NextOf brace_end(line, '}');
  for (size_t at = 0; at < line.size(); ++at) {
    size_t end = std::string_view::npos;
    if (line[at] == '<') end = tag_end.from(at);
    if (line[at] == '&') {
      end = line.substr(at, kEntityBytesMax + 1).find(';');
      if (end != std::string_view::npos) end += at;
    }
    if (line[at] == '<' && end != std::string_view::npos && is_tag(line.substr(at + 1, end - at - 1))) {
      const std::string_view tag = line.substr(at + 1, end - at - 1);
      const size_t name = tag.find(' ');
      if (name != std::string_view::npos && (tag.starts_with("v ") || tag.starts_with("v."))) {
        turn.text += words;
        words.clear();
        if (!trim(turn.text).empty()) turns.push_back(turn);
        turn.text.clear();
        turn.name = trim(tag.substr(name));
      }
      at = end;
    } else if (line[at] == '&' && end != std::string_view::npos) {
      append_entity(words, line.substr(at + 1, end - at - 1));
      at = end;
    } else if (line[at] == '{' && line.substr(at).starts_with("{\\") && brace_end.from(at) != std::string_view::npos) {
      at = brace_end.from(at);  // {\an8}: where it stands on the screen.
    } else {
      words += line[at];
    }
  }
  if (!turn.text.empty() && !words.empty()) turn.text += ' ';
  turn.text += words;
}

}  // namespace sojourn
