#include "enrich/persons_out.h"

namespace sojourn {
namespace {

constexpr std::string_view kGap = " , ";

bool tells_who(const PersonalSpan& span) { return is_personal(span.kind) && span.kind != PersonalKind::kPlace; }

bool meets(const ByteRange& a, const ByteRange& b) { return a.begin < b.end && b.begin < a.end; }

}  // namespace

void PersonsOut::clear(TextMeaning& meaning, std::string_view text, std::string_view language) {
  if (meaning.wish_words.empty() && meaning.obstacle.empty() && meaning.rival.empty()) return;
  for (const PersonalSpan& span : finder_.find(text, language)) {
    if (!tells_who(span)) continue;
    if (meets(span.range, meaning.wish)) meaning.wish_words.clear();
    if (meets(span.range, meaning.obstacle_range)) meaning.obstacle.clear();
    if (meets(span.range, meaning.rival_range)) meaning.rival = kUnnamedRival;
  }
}

std::string PersonsOut::cut(std::string_view text, std::string_view language) {
  std::string left;
  size_t from = 0;
  for (const PersonalSpan& span : finder_.find(text, language)) {
    if (!tells_who(span)) continue;
    left += text.substr(from, span.range.begin - from);
    left += kGap;
    from = span.range.end;
  }
  left += text.substr(from);
  return left;
}

}  // namespace sojourn
