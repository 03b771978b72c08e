#include "text/emoticons.h"

#include <array>

namespace sojourn {
namespace {

// What each means: noses, eyes and mouths of one feeling share a hash.
struct Emoticon {
  std::string_view text;
  std::string_view meaning;
};

constexpr std::array<Emoticon, 58> kEmoticons{{
    {":-)", ":)"},   {":)", ":)"},  {"=)", ":)"},   {":]", ":)"},   {":-]", ":)"},  {":o)", ":)"}, {"=]", ":)"},
    {":>", ":)"},    {"(:", ":)"},  {"(-:", ":)"},  {"^^", ":)"},   {"^_^", ":)"},  {"^.^", ":)"}, {"n_n", ":)"},
    {";)", ";)"},    {";-)", ";)"}, {";]", ";)"},   {":D", ":D"},   {":-D", ":D"},  {"=D", ":D"},  {"xD", ":D"},
    {"XD", ":D"},    {":d", ":D"},  {"<3", "<3"},   {":*", "<3"},   {":-*", "<3"},  {":P", ":P"},  {":-P", ":P"},
    {":p", ":P"},    {":-p", ":P"}, {";P", ":P"},   {"=P", ":P"},   {":-(", ":("},  {":(", ":("},  {"=(", ":("},
    {":[", ":("},    {":-[", ":("}, {":<", ":("},   {"D:", ":("},   {":c", ":("},   {":-c", ":("}, {":'(", ":'("},
    {":'-(", ":'("}, {";(", ":'("}, {"T_T", ":'("}, {"T.T", ":'("}, {";_;", ":'("}, {"QQ", ":'("}, {"-_-", ":/"},
    {":/", ":/"},    {":-/", ":/"}, {":\\", ":/"},  {":-\\", ":/"}, {":|", ":|"},   {":-|", ":|"}, {">:(", ">:("},
    {"</3", "</3"},  {":@", ">:("},
}};

constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr uint64_t hash_meaning(std::string_view meaning) {
  uint64_t hash = 0x84222325CBF29CE4ULL;
  for (const char c : meaning) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash ^ (hash >> 31);
}

constexpr std::array<bool, 256> make_starts() {
  std::array<bool, 256> starts{};
  for (const Emoticon& each : kEmoticons) starts[static_cast<unsigned char>(each.text[0])] = true;
  return starts;
}
constexpr std::array<bool, 256> kStarts = make_starts();

bool fits(std::string_view text, const Emoticon& emoticon, bool free) {
  if (!text.starts_with(emoticon.text)) return false;
  const char first = emoticon.text.front(), last = emoticon.text.back();
  if (is_letter_or_digit(first) && !free) return false;
  const bool more = text.size() > emoticon.text.size();
  const char next = more ? text[emoticon.text.size()] : ' ';
  if (is_letter_or_digit(last) && is_letter_or_digit(next)) return false;
  // ":/" begins the rest of a link, and "10:(" is no face.
  return !(last == '/' && next == '/') && (free || first != ':' || last == ')' || last == '(');
}

}  // namespace

EmoticonMatch match_emoticon(std::string_view text, bool free) {
  if (text.size() < 2 || !kStarts[static_cast<unsigned char>(text[0])]) return {};
  EmoticonMatch best;
  for (const Emoticon& each : kEmoticons) {
    if (each.text.size() > best.bytes && fits(text, each, free))
      best = {each.text.size(), hash_meaning(each.meaning), false};
  }
  if (best.bytes == 0) return best;
  const char mouth = text[best.bytes - 1];
  size_t end = best.bytes;
  while ((mouth == ')' || mouth == '(') && end < text.size() && text[end] == mouth) ++end;
  best.repeated = end > best.bytes;
  best.bytes = end;
  return best;
}

uint64_t emoticon_hash(std::string_view emoticon) {
  for (const Emoticon& each : kEmoticons) {
    if (each.text == emoticon) return hash_meaning(each.meaning);
  }
  return hash_meaning(emoticon);
}

}  // namespace sojourn
