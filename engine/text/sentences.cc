#include "text/sentences.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sojourn {
namespace {

// Before a capital or a number, these end with a dot and go on. English, Dutch, German, Russian; lower case.
constexpr std::array<std::string_view, 44> kAbbreviations{
    "mr.",   "mrs.",  "ms.",   "dr.",  "prof.", "st.",  "nr.",    "no.",  "vs.",    "e.g.",   "i.e.",
    "etc.",  "dhr.",  "mevr.", "mw.",  "bijv.", "bv.",  "d.w.z.", "o.a.", "m.b.t.", "i.v.m.", "t.a.v.",
    "z.b.",  "bzw.",  "ca.",   "d.h.", "u.a.",  "ggf.", "hr.",    "fr.",  "str.",   "tel.",   "inkl.",
    "zzgl.", "evtl.", "т.е.",  "т.д.", "т.п.",  "г.",   "ул.",    "руб.", "им.",    "тел.",   "approx."};

bool ends_in_abbreviation(std::string_view sentence) {
  const size_t blank = sentence.find_last_of(" \t\n(");
  std::string_view last = blank == std::string_view::npos ? sentence : sentence.substr(blank + 1);
  const std::string lower = lower_ascii(last);
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), lower) != kAbbreviations.end();
}

}  // namespace

struct SentenceSplitter::Breaks {
  UBreakIterator* iterator = nullptr;
  UText text = UTEXT_INITIALIZER;
};

SentenceSplitter::SentenceSplitter() : breaks_(std::make_unique<Breaks>()) {
  UErrorCode error = U_ZERO_ERROR;
  breaks_->iterator = ubrk_open(UBRK_SENTENCE, "", nullptr, 0, &error);
  if (U_FAILURE(error)) breaks_->iterator = nullptr;
}

SentenceSplitter::~SentenceSplitter() {
  if (breaks_->iterator != nullptr) ubrk_close(breaks_->iterator);
  utext_close(&breaks_->text);
}

const std::vector<ByteRange>& SentenceSplitter::split(std::string_view text) {
  sentences_.clear();
  const auto add = [&](size_t begin, size_t end) {
    while (begin < end && is_blank(text[begin])) ++begin;
    while (end > begin && is_blank(text[end - 1])) --end;
    if (begin < end) sentences_.push_back({begin, end});
  };
  UErrorCode error = U_ZERO_ERROR;
  utext_openUTF8(&breaks_->text, text.data(), static_cast<int64_t>(text.size()), &error);
  if (breaks_->iterator != nullptr) ubrk_setUText(breaks_->iterator, &breaks_->text, &error);
  if (breaks_->iterator == nullptr || U_FAILURE(error)) {  // Without ICU's data a text is one sentence.
    add(0, text.size());
    return sentences_;
  }
  size_t begin = 0;
  for (int32_t at = ubrk_next(breaks_->iterator); at != UBRK_DONE; at = ubrk_next(breaks_->iterator)) {
    const auto end = static_cast<size_t>(at);
    if (end < text.size() && ends_in_abbreviation(trim_end(text.substr(begin, end - begin)))) continue;
    add(begin, end);
    begin = end;
  }
  add(begin, text.size());
  return sentences_;
}

}  // namespace sojourn
