// Cuts a stream of JSON into its documents without reading it whole: one a line, one after another over several lines,
// or the elements of one top-level array. Only strings and brackets are understood here; the parser judges the rest.
//
// Errors    kInvalidArgument for one document that is too long or not closed, after which reading goes on at the next
//           line (documents by line), or kCorruption where no next document can be found (arrays cut off or malformed).
#pragma once

#include "collect/text_stream.h"

namespace sojourn {

class JsonSplitter {
 public:
  explicit JsonSplitter(TextStream text) : text_(std::move(text)) {}
  // The next document, without blanks around it; false at the end. The view lives until the next call.
  Result<bool> next(std::string_view& document);
  // Line where the document last returned (or refused) begins.
  uint64_t line() const { return document_line_; }
  uint64_t bytes_read() const { return text_.bytes_read(); }

 private:
  enum class Layout : unsigned char { kUnknown, kLines, kDocuments, kArray, kEnded };
  Status find_layout();
  Result<bool> next_line(std::string_view& document);
  Result<bool> next_value(std::string_view& document);
  Result<bool> skip_blanks();  // False at the end of the input.
  Result<bool> grow();
  void consume(size_t bytes);
  Status malformed(std::string message);

  TextStream text_;
  Layout layout_ = Layout::kUnknown;
  bool final_ = false;
  bool first_ = true;  // No element of the array was read yet.
  uint64_t line_ = 1;
  uint64_t document_line_ = 0;
  size_t to_consume_ = 0;
};

}  // namespace sojourn
