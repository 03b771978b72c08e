#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

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
// Words for people that a name may follow.
constexpr std::array<std::string_view, 44> kRoles{
    "客服", "师傅", "同事", "女儿",   "儿子",   "老公",   "老婆",   "丈夫",   "妻子",   "太太", "我先生",
    "爸爸", "妈妈", "哥哥", "姐姐",   "弟弟",   "妹妹",   "朋友",   "邻居",   "快递员", "店员", "经理",
    "司机", "医生", "顾问", "申请人", "顾客",   "客户",   "理发师", "教练",   "服务员", "护士", "老板",
    "孩子", "技师", "店长", "抬头写", "抬头是", "订单是", "姓名",   "联系人", "收件人", "我是", "名字叫"};
// Words that begin with the character of a surname.
constexpr std::array<std::string_view, 66> kNoNames{
    "马上", "高兴", "方便", "方面", "方法", "万一", "万分", "周末", "周一", "周二", "周三", "周四", "周五", "周六",
    "周日", "周到", "周围", "黄色", "白色", "金额", "安装", "程序", "严重", "任何", "任务", "石头", "何时", "何况",
    "毛病", "毛巾", "钱包", "钱都", "顾客", "范围", "余额", "叶子", "曾经", "谢谢", "许多", "许可", "夏天", "高度",
    "高效", "温度", "平时", "白天", "江南", "史上", "于是", "常常", "段时", "张口", "张嘴", "白跑", "白等", "万能",
    "高速", "金卡", "金牌", "严格", "方才", "高高", "高一", "高二", "高三", "高中"};
// What is said of people but is no given name: the end of one.
constexpr std::string_view kNoGiven =
    "的是在了和与说很不没有也都就给到来去要会能被把对从，。！？、：；“”（）…的们个这那你我他她它";
// What people do: after the first character of a given name it is no second one.
constexpr std::string_view kDoing = "签收拿打送接退回答处理让帮找迟上下做办发查问取开买卖写看听用叫才还又只曾已正";

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

bool begins_no_name(std::string_view text, size_t at) {
  return std::ranges::any_of(kNoNames, [&](std::string_view word) { return text.substr(at).starts_with(word); });
}

// "师傅孙大勇迟到了", "我先生吴刚签收的".
void find_by_role(std::string_view text, std::vector<PersonalSpan>& found) {
  for (const std::string_view role : kRoles) {
    for (size_t at = text.find(role); at != std::string_view::npos; at = text.find(role, at + role.size())) {
      size_t begin = at + role.size();
      if (text.substr(begin).starts_with("：")) begin += kHan;
      if (text.substr(begin).starts_with("叫")) begin += kHan;
      while (begin < text.size() && (text[begin] == ' ' || text[begin] == ':')) ++begin;
      const size_t surname = surname_at(text, begin);
      if (surname == 0 || begins_no_name(text, begin)) continue;
      const std::string_view first = character_at(text, begin + surname);
      if (!is_given(first)) continue;
      size_t end = begin + surname + kHan;
      const std::string_view second = character_at(text, end);
      if (is_given(second) && !is_one_of(second, kDoing)) end += kHan;
      found.push_back({PersonalKind::kName, {begin, end}, kStreet});
    }
  }
}

// "邮编100020", "护照号E12345678": letters and digits right after the word.
void find_numbers_after(std::string_view text, std::initializer_list<std::string_view> words, size_t least, size_t most,
                        PersonalKind kind, std::vector<PersonalSpan>& found) {
  const auto belongs = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  for (const std::string_view word : words) {
    for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
      size_t begin = at + word.size();
      for (const std::string_view between : {"号码", "号", "是", "：", ":", " "}) {
        if (text.substr(begin).starts_with(between)) begin += between.size();
      }
      size_t end = begin;
      while (end < text.size() && belongs(text[end])) ++end;
      if (end - begin >= least && end - begin <= most) found.push_back({kind, {begin, end}, kStreet});
    }
  }
}

// Towns where somebody lives; not those where somebody is going.
void find_places(std::string_view text, std::vector<PersonalSpan>& found) {
  for (const std::string& place : PersonalGazetteer::get().chinese_places()) {
    for (size_t at = text.find(place); at != std::string_view::npos; at = text.find(place, at + place.size())) {
      static constexpr std::string_view kHome[] = {"住在", "住",   "家在", "来自", "地址",
                                                   "寄到", "寄往", "寄至", "老家"};
      size_t end = at + place.size();
      const std::string_view before = text.substr(0, at);
      if (std::ranges::none_of(kHome, [&](std::string_view word) {
            return before.ends_with(word) || before.ends_with(std::string(word) + "：") ||
                   before.ends_with(std::string(word) + "是");
          })) {
        continue;
      }
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
    for (bool more = true; more;) {
      more = false;
      size_t next = end;
      while (next < text.size() && text[next] >= '0' && text[next] <= '9') ++next;
      for (const std::string_view unit : {"楼", "室", "单元", "栋", "号楼", "层"}) {
        if (more || next == end || !text.substr(next).starts_with(unit)) continue;
        end = next + unit.size();
        more = true;
      }
    }
    found.push_back({PersonalKind::kAddress, {begin, end}, kStreet});
  }
}

}  // namespace

void find_chinese_personal_data(std::string_view text, std::vector<PersonalSpan>& found) {
  find_titled(text, found);
  find_introduced(text, found);
  find_by_role(text, found);
  find_numbers_after(text, {"邮编", "邮政编码"}, 6, 6, PersonalKind::kAddress, found);
  find_numbers_after(text, {"护照", "通行证", "驾驶证", "驾照"}, 7, 18, PersonalKind::kNationalNumber, found);
  find_places(text, found);
  find_streets(text, found);
}

}  // namespace sojourn
