// Words, strings, numbers and signs of the filter language, each with the column at which it stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

struct FilterToken {
  enum class Type : unsigned char { kWord, kString, kNumber, kDuration, kSign, kEnd };
  Type type = Type::kEnd;
  std::string text;     // A string without its quotes and escapes; all else as written.
  Micros duration = 0;  // kDuration; several that follow each other ("1h 30m") are one token.
  size_t column = 0;    // In characters from 1.
  size_t begin = 0;     // Bytes of the text that it stands on: [begin, end).
  size_t end = 0;
};

// The tokens of the text, the last one kEnd. Errors: kInvalidArgument with the column; kLimit: the text is too long.
Result<std::vector<FilterToken>> lex_filter(std::string_view text);

}  // namespace sojourn
