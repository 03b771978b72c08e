#include "timelines/filter_segments.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/limits.h"
#include "timelines/filter.h"
#include "timelines/filter_lexer.h"
#include "timelines/filter_syntax.h"

namespace sojourn {
namespace {

using Type = FilterToken::Type;

// Not a look-up but a guess that costs nothing: the word stands somewhere.
bool may_name_segments(std::string_view filter) {
  constexpr std::string_view kWord = "segment";
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; };
  return std::search(filter.begin(), filter.end(), kWord.begin(), kWord.end(), same) != filter.end();
}

bool is_sign(const FilterToken& token, std::string_view sign) {
  return token.type == Type::kSign && token.text == sign;
}

// Does segment( begin at that token? A property may be called so, too: properties.segment.
bool begins_segment(const std::vector<FilterToken>& tokens, size_t at) {
  return tokens[at].type == Type::kWord && fold_case(tokens[at].text) == "segment" &&
         is_sign(tokens[std::min(at + 1, tokens.size() - 1)], "(") && (at == 0 || !is_sign(tokens[at - 1], "."));
}

class Expander {
 public:
  explicit Expander(const FindSegment& find) : find_(find) {}

  Result<std::string> expand(std::string_view filter) {
    if (!may_name_segments(filter)) return std::string(filter);
    SOJOURN_TRY(const std::vector<FilterToken> tokens, lex_filter(filter));
    std::string out;
    size_t done = 0;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (!begins_segment(tokens, i)) continue;
      const std::string at = filter_where(tokens[i].column);
      if (i + 3 >= tokens.size() || tokens[i + 2].type != Type::kString || !is_sign(tokens[i + 3], ")")) {
        return Status::invalid("a segment is named in quotes, and nothing else: segment(\"loyal\")", at);
      }
      const std::string& name = tokens[i + 2].text;
      SOJOURN_TRY(const std::string inner, inner_of(name, at));
      // The comma stands where the bracket did, and the segment's own text right behind it.
      out.append(filter, done, tokens[i + 3].begin - done).append(",").append(inner).append(")");
      done = tokens[i + 3].end;
      i += 3;
      if (out.size() > limits::kFilterBytesMax) return too_long(at);
    }
    out.append(filter, done);
    if (out.size() > limits::kFilterBytesMax) return too_long(filter_where(1));
    return out;
  }

 private:
  static Status too_long(const std::string& at) {
    return Status::limit(
        "with its segments the filter is longer than " + std::to_string(limits::kFilterBytesMax) + " bytes", at);
  }

  Result<std::string> inner_of(const std::string& name, const std::string& at) {
    if (!find_) return Status::invalid("segments cannot be used here: write out what it stands for", at);
    if (std::find(open_.begin(), open_.end(), name) != open_.end()) {
      std::string circle;
      for (const std::string& each : open_) circle += "\"" + each + "\", which uses ";
      return Status::invalid("the segment stands inside itself: " + circle + "\"" + name + "\"", at);
    }
    if (open_.size() == kSegmentDepthMax) {
      return Status::limit("segments stand inside each other more than " + std::to_string(kSegmentDepthMax) + " deep",
                           at);
    }
    Result<std::string> text = find_(name);
    if (!text) return Status::invalid(text.error().message(), at);
    open_.push_back(name);
    Result<std::string> inner = expand(*text);
    open_.pop_back();
    // By itself, so that no bracket in it closes one around it.
    const Status fault = inner ? Filter::parse(*inner).status() : inner.error();
    return fault.ok() ? inner : Status(fault).within(segment_where(name));
  }

  const FindSegment& find_;
  std::vector<std::string> open_;
};

}  // namespace

Result<std::string> expand_segments(std::string_view filter, const FindSegment& find) {
  return Expander(find).expand(filter);
}

std::vector<std::string> segments_in(std::string_view filter) {
  std::vector<std::string> names;
  if (!may_name_segments(filter)) return names;
  const Result<std::vector<FilterToken>> tokens = lex_filter(filter);
  if (!tokens) return names;
  for (size_t i = 0; i + 2 < tokens->size(); ++i) {
    if (!begins_segment(*tokens, i) || (*tokens)[i + 2].type != Type::kString) continue;
    if (std::find(names.begin(), names.end(), (*tokens)[i + 2].text) == names.end()) {
      names.push_back((*tokens)[i + 2].text);
    }
  }
  return names;
}

}  // namespace sojourn
