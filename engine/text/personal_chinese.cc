#include <algorithm>
#include <array>

#include "text/personal_names.h"

namespace sojourn {
namespace {

constexpr size_t kHan = 3;  // Bytes of a character.
constexpr double kCued = 0.95;
constexpr double kListed = 0.7;
constexpr double kStreet = 0.85;

// The usual surnames, each a character.
constexpr std::string_view kSurnames =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
constexpr std::array<std::string_view, 6> kLongSurnames{"欧阳", "司马", "上官", "诸葛", "东方", "皇甫"};
// After a name; 3 or 6 bytes.
constexpr std::array<std::string_view, 14> kTitles{"先生", "女士", "小姐", "老师", "经理", "医生", "师傅",
                                                   "主任", "教授", "总监", "店长", "阿姨", "律师", "同学"};
constexpr std::array<std::string_view, 10> kIntros{
    "我叫", "名叫", "我是", "姓名：", "姓名:", "联系人：", "联系人:", "收件人：", "收件人:", "名字是"};
// What is said of people but is no given name: the end of one.
constexpr std::string_view kNoGiven =
    "的是在了和与说很不没有也都就给到来去要会能被把对从，。！？、：；“”（）…的们个这那你我他她它";

std::string_view character_at(std::string_view text, size_t at) {
  if (at + kHan > text.size()) return {};
  const auto first = static_cast<uint8_t>(text[at]);
  return first >= 0xE3 && first <= 0xE9 ? text.substr(at, kHan) : std::string_view();
}
bool is_one_of(std::string_view character, std::string_view list) {
  for (size_t at = 0; at < list.size(); at += kHan) {
    if (list.substr(at, kHan) == character) return true;
  }
  return false;
}
size_t surname_at(std::string_view text, size_t at) {
  for (const std::string_view name : kLongSurnames) {
    if (text.substr(at).starts_with(name)) return name.size();
  }
  const std::string_view character = character_at(text, at);
  return !character.empty() && is_one_of(character, kSurnames) ? kHan : 0;
}
bool is_given(std::string_view character) { return !character.empty() && !is_one_of(character, kNoGiven); }
bool title_at(std::string_view text, size_t at) {
  return at <= text.size() &&
         std::ranges::any_of(kTitles, [&](std::string_view title) { return text.substr(at).starts_with(title); });
}

// "王先生", "王小明女士": the surname and up to two characters before the title.
void find_titled(std::string_view text, std::vector<PersonalSpan>& found) {
  for (const std::string_view title : kTitles) {
    for (size_t at = text.find(title); at != std::string_view::npos; at = text.find(title, at + title.size())) {
      for (size_t length : {3 * kHan, 2 * kHan, kHan}) {
        if (length > at) continue;
        const size_t begin = at - length;
        const size_t surname = surname_at(text, begin);
        if (surname == 0 || surname > length) continue;
        bool given = true;
        for (size_t i = begin + surname; i < at; i += kHan) given = given && is_given(character_at(text, i));
        // A short name is not the end of a longer word with a surname inside: the longest that fits is meant.
        if (!given) continue;
        found.push_back({PersonalKind::kName, {begin, at}, kCued});
        break;
      }
    }
  }
}

// "我叫李雷": two or three characters after it, the first a surname.
void find_introduced(std::string_view text, std::vector<PersonalSpan>& found) {
  for (const std::string_view intro : kIntros) {
    for (size_t at = text.find(intro); at != std::string_view::npos; at = text.find(intro, at + intro.size())) {
      const size_t begin = at + intro.size();
      const size_t surname = surname_at(text, begin);
      if (surname == 0 || title_at(text, begin + surname)) continue;
      size_t end = begin + surname;
      while (end < begin + surname + 2 * kHan && is_given(character_at(text, end))) end += kHan;
      if (end > begin + surname) found.push_back({PersonalKind::kName, {begin, end}, kCued});
    }
  }
}

// "北京市朝阳区建国路88号": from the first part of a town to the number; else the place alone.
void find_places(std::string_view text, std::vector<PersonalSpan>& found) {
  for (const std::string& place : PersonalGazetteer::get().chinese_places()) {
    for (size_t at = text.find(place); at != std::string_view::npos; at = text.find(place, at + place.size())) {
      size_t end = at + place.size();
      if (text.substr(end).starts_with("市") || text.substr(end).starts_with("省")) end += kHan;
      found.push_back({PersonalKind::kPlace, {at, end}, kListed});
    }
  }
}

void find_streets(std::string_view text, std::vector<PersonalSpan>& found) {
  static constexpr std::string_view kParts = "省市区县镇乡村路街道巷弄";
  constexpr size_t kPartMax = 12 * kHan;
  for (size_t at = text.find("号"); at != std::string_view::npos; at = text.find("号", at + kHan)) {
    size_t number = at;
    while (number > 0 && text[number - 1] >= '0' && text[number - 1] <= '9') --number;
    if (number == at || number < 2 * kHan) continue;
    const std::string_view last = character_at(text, number - kHan);
    if (last != "路" && last != "街" && last != "道" && last != "巷" && last != "弄") continue;
    // Back over the name of the street, and over districts and towns before it.
    size_t begin = number - kHan;
    size_t part = begin;
    while (part >= kHan && number - part < kPartMax && !character_at(text, part - kHan).empty() &&
           !is_one_of(character_at(text, part - kHan), "在住到是于址：，。、我")) {
      part -= kHan;
      if (is_one_of(character_at(text, part), kParts)) begin = part;
    }
    begin = std::min(begin, part);
    size_t end = at + kHan;
    for (const std::string_view more : {"楼", "室", "单元", "栋"}) {
      size_t next = end;
      while (next < text.size() && text[next] >= '0' && text[next] <= '9') ++next;
      if (next > end && text.substr(next).starts_with(more)) end = next + more.size();
    }
    found.push_back({PersonalKind::kAddress, {begin, end}, kStreet});
  }
}

}  // namespace

void find_chinese_personal_data(std::string_view text, std::vector<PersonalSpan>& found) {
  find_titled(text, found);
  find_introduced(text, found);
  find_places(text, found);
  find_streets(text, found);
}

}  // namespace sojourn
