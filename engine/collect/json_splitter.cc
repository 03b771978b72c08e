#include "collect/json_splitter.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace sojourn {
namespace {

// Follows strings and brackets through text that arrives in pieces.
class Nesting {
 public:
  // Position after the value that starts the text, or npos when it does not end in it. Continues where it stopped.
  size_t find_value_end(std::string_view text) {
    for (; at_ < text.size(); ++at_) {
      const char c = text[at_];
      if (in_string_) {
        if (c == '\\') {
          ++at_;
        } else if (c == '"') {
          in_string_ = false;
          if (depth_ == 0) return at_ + 1;
        }
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if (c == '}' || c == ']') {
        if (depth_ == 0) return at_;
        if (--depth_ == 0) return at_ + 1;
      } else if (depth_ == 0 && (c == ',' || is_blank(c))) {
        return at_;
      }
    }
    return std::string_view::npos;
  }
  bool open() const { return in_string_ || depth_ > 0; }

 private:
  size_t at_ = 0;
  size_t depth_ = 0;
  bool in_string_ = false;
};

}  // namespace

Result<bool> JsonSplitter::grow() {
  SOJOURN_TRY(const bool more, text_.fill());
  final_ = !more;
  return more;
}

void JsonSplitter::consume(size_t bytes) {
  const std::string_view gone = text_.window().substr(0, bytes);
  line_ += static_cast<uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
  text_.consume(bytes);
}

Result<bool> JsonSplitter::skip_blanks() {
  for (;;) {
    const std::string_view window = text_.window();
    const auto text = std::find_if_not(window.begin(), window.end(), is_blank);
    const bool found = text != window.end();
    consume(static_cast<size_t>(text - window.begin()));
    if (found) return true;
    if (final_) return false;
    SOJOURN_TRY(const bool more, grow());
    (void)more;
  }
}

Status JsonSplitter::find_layout() {
  SOJOURN_TRY(const bool any, skip_blanks());
  if (!any) {
    layout_ = Layout::kEnded;
    return {};
  }
  if (text_.window().front() == '[') {
    layout_ = Layout::kArray;
    consume(1);
    return {};
  }
  // Documents by line, unless the first line holds only the beginning of one.
  layout_ = Layout::kLines;
  size_t end = text_.window().find('\n');
  while (end == std::string_view::npos && !final_ && text_.window().size() <= limits::kRowBytesMax) {
    SOJOURN_TRY(const bool more, grow());
    (void)more;
    end = text_.window().find('\n');
  }
  Nesting nesting;
  const std::string_view line = trim(text_.window().substr(0, end));
  if (line.starts_with('{') && nesting.find_value_end(line) == std::string_view::npos && nesting.open() &&
      line.size() <= 2) {
    layout_ = Layout::kDocuments;
  }
  return {};
}

Result<bool> JsonSplitter::next(std::string_view& document) {
  consume(to_consume_);
  to_consume_ = 0;
  if (layout_ == Layout::kUnknown) {
    document_line_ = line_;
    SOJOURN_CHECK(find_layout());
  }
  if (layout_ == Layout::kEnded) return false;
  return layout_ == Layout::kLines ? next_line(document) : next_value(document);
}

Result<bool> JsonSplitter::next_line(std::string_view& document) {
  SOJOURN_TRY(const bool any, skip_blanks());
  if (!any) return false;
  document_line_ = line_;
  size_t searched = 0;
  bool too_long = false;
  for (;;) {
    const std::string_view window = text_.window();
    const size_t end = window.find('\n', searched);
    if (end != std::string_view::npos || final_) {
      to_consume_ = std::min(end, window.size());
      document = trim(window.substr(0, to_consume_));
      break;
    }
    searched = window.size();
    if (searched > limits::kRowBytesMax) {
      too_long = true;
      consume(searched);
      searched = 0;
    }
    SOJOURN_TRY(const bool more, grow());
    (void)more;
  }
  if (too_long || document.size() > limits::kRowBytesMax) {
    return Status::invalid("the line has more than " + std::to_string(limits::kRowBytesMax) + " bytes");
  }
  return true;
}

Status JsonSplitter::malformed(std::string message) {
  layout_ = Layout::kEnded;
  return Status::corruption(std::move(message), "line " + std::to_string(line_));
}

Result<bool> JsonSplitter::next_value(std::string_view& document) {
  SOJOURN_TRY(bool any, skip_blanks());
  if (layout_ == Layout::kArray) {
    if (any && text_.window().front() == ']') {
      layout_ = Layout::kEnded;
      return false;
    }
    if (any && !first_) {
      if (text_.window().front() != ',') return malformed("expected a comma or ] in the array");
      consume(1);
      SOJOURN_TRY(any, skip_blanks());
    }
    first_ = false;
    if (!any) return malformed("the array is cut off: its ] is missing");
  }
  if (!any) return false;
  document_line_ = line_;
  Nesting nesting;
  for (;;) {
    const std::string_view window = text_.window();
    const size_t end = nesting.find_value_end(window);
    if (end == 0) return malformed("expected a value");
    if (end != std::string_view::npos) {
      to_consume_ = end;
      document = window.substr(0, end);
      return true;
    }
    if (window.size() > limits::kRowBytesMax) {
      return malformed("an element has more than " + std::to_string(limits::kRowBytesMax) + " bytes");
    }
    if (final_) {
      if (nesting.open()) return malformed("the last element is cut off");
      to_consume_ = window.size();
      document = window;
      return true;
    }
    SOJOURN_TRY(const bool more, grow());
    (void)more;
  }
}

}  // namespace sojourn
