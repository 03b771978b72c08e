#include "text/name_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "text/tokenizer.h"
#include "text/word_splitter.h"

namespace sojourn {
namespace {

struct Lists {
  std::string_view language, never, glue, end, endings;
};

constexpr std::array kLists{
    Lists{
        "en",
        "solve solves works working waiting waited wait called call arrive arrives late later early home helped add "
        "declined received requested unable send sent order ordered paid pay charged activate fail failed fails cancel "
        "cancelled pending verify reverted recognize disappeared supported applied stolen lost broke broken mugged "
        "entered blocked unblock withdraw withdrew deliver delivered delivers return returned returning choose chose "
        "cheaper cheap expensive overpriced unfair late slow slowly quick quickly easy hard wrong correct incorrect "
        "highly extremely online offline available additional physical virtual disposable contactless automatic "
        "crowded "
        "limited small large big huge tiny hot cold full empty open closed clean dirty old new busy poor terrible "
        "horrible disappointed managing opening closing shopping unhappy happy angry expect expected rude reach "
        "reached "
        "fit fits dead answer answered answers speak speaking told ask asked asking came come comes sit sitting buy "
        "bought use used using include included look looking improve tried try crash crashes crashed freeze freezes",
        "of for to in on at with too not by from the my a your our as", "back up down off", "ed ly able ful ous ive"},
    Lists{
        "nl",
        "mee terug duur duurder goedkoop goedkoper wacht wachten lang langer hoog laag laat later thuis snel trag "
        "traag ga "
        "kom komt kwam liet laten stuurde sturen stuur gedaan gevraagd gebeld bel bellen belde teruggebeld beloofd "
        "besteld "
        "bestelde bestellen betaald betalen betaal geleverd leveren werkt werkte werken verwacht verwachten uitgelegd "
        "opgelost oplossen lost geholpen helpen verhoogd gestegen oneerlijk vragen vraagt vroeg spreken sprak zat "
        "zitten "
        "antwoorden terugsturen terugbrengen teruggestuurd annuleren opgezegd kapot gezien zie slecht slechte "
        "slechtste "
        "eeuwig nodig vaak meteen eindelijk helemaal altijd steeds telkens weer nooit wijzigen inloggen openen "
        "retourneren "
        "anders elders beter kijken zoeken zoek vinden vind kreeg krijgen gekregen boos blij tevreden mooi mooie goed "
        "goede "
        "grote kleine nieuwe oude verkeerd verkeerde juiste draag dragen gedragen koop kopen gekocht denkt denken "
        "bracht",
        "van voor met te in op aan bij uit naar mijn de het een niet geen", "terug weg kapot op mee",
        "lijk lijke ig ige"},
    Lists{"de", "danke bitte gleiche mal leider schnell spät komme warte",
          "von für mit zu im in am auf an bei der die das den "
          "dem des nicht kein keine zum zur meine mein",
          "zurück weg kaputt ab", ""},
    Lists{
        "ru",
        "решилось решился решено решили решает жду ждал ждала ждать пришла пришел пришёл пришли пришло приехал дорого "
        "дешево "
        "дешевле дома зря обратно назад нужна нужен нужно нужны каждую каждый каждое выросла вырос дважды трижды снова "
        "опять "
        "отвечают отвечает ответили отправил отправила перезвонил перезвонили перезвоните звонил звонила просил "
        "просила "
        "прошу берёте берете нечестно опоздала опоздал опаздывает заказал заказала заказывал заказывала ношу держать "
        "нашла "
        "нашел нашёл видел видела куплю купил купила хотел хотела большое большой самое другом другой оторвалась "
        "сломалась "
        "сломался сидел сидела помог помогли помогла работает работал работают сделайте можете добавьте очень быстро "
        "медленно всегда никогда долго поздно рано плохо хорошо ужасно отлично вежливо грубо грубый обязательно никто "
        "сегодня вчера завтра пятый третий ваш ваша ваше ваши вашего вашей вашу мой моя моё мои моего моей мою вещь "
        "отклонили отклонена отменили списали вернули верните",
        "в во на с со из за для по от к о об не без мой мои моя мою", "обратно назад",
        "лось лась лся лись ется ются ится ятся ает "
        "ают яет яют ует уют или ала али ать ять ить еть ыть ешь ете ите ный ная ное ные ной ого ому ыми ых ую"},
    Lists{"zh",
          "我的 你的 你们 他们 我们 总是 一直 在家 简直 强烈 一下子 希望 了一 都不 说的 做得 想要 我要 五天 四天 九天 "
          "三天 两天 六天 七天 八天 "
          "两次 三次 五颗 去了 寄回 涨了 贵了 不值 不公平 同样 地方 很喜欢 想象 穿上 一切都 找到 清楚 下次 再也不 收到 "
          "接受 改进 迟到 解决 解释 "
          "通知 分享 已经 还是 还没 没有 不能 可以 可能 应该 需要 觉得 知道 真的 非常 特别 终于 马上 立刻 今天 昨天 "
          "明天 这样 那样 怎么 什么 为什么 "
          "多次 每次 每天 太慢 太贵 太差 很慢 很差 很贵 更便宜 便宜 昂贵 打开 使用 等待 等了 回复 打电话 告诉 取消 "
          "拒绝 修改 激活 增加 送到 "
          "买到 看到 损坏 坏了 白等 失望 生气 满意 开心 高兴 完美 顺利 专业 热情 一天 一周 一次 周一 周二 周三 周四 "
          "周五 周六 周日 晚上 早上 下午",
          "的 不 没 太 总是 没有 我的 你的 你们的 我 你 你们 我们", "", ""}};

std::unordered_set<uint64_t> hashes_of(std::string_view words, std::string_view language) {
  Tokenizer tokenizer;
  std::unordered_set<uint64_t> all;
  (void)language;
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    tokenizer.read(words.substr(0, end));
    uint64_t hash = 0;
    for (size_t i = 0; i < tokenizer.tokens().size(); ++i)
      hash = i == 0 ? tokenizer.tokens()[i].hash : join_hashes(hash, tokenizer.tokens()[i].hash);
    all.insert(hash);
    words.remove_prefix(std::min(words.size(), end + 1));
  }
  return all;
}

std::map<std::string, NameWords, std::less<>> read_all() {
  std::map<std::string, NameWords, std::less<>> all;
  for (const Lists& lists : kLists)
    all[std::string(lists.language)] = {hashes_of(lists.never, lists.language), hashes_of(lists.glue, lists.language),
                                        hashes_of(lists.end, lists.language)};
  return all;
}

constexpr size_t kLettersBeforeEnding = 4;  // Bytes: "ply" and "red" tell nothing.

}  // namespace

const NameWords& NameWords::of(std::string_view language) {
  static const std::map<std::string, NameWords, std::less<>> all = read_all();
  static const NameWords none;
  const auto found = all.find(language);
  return found == all.end() ? none : found->second;
}

bool ends_as_no_noun(std::string_view word, std::string_view language) {
  for (const Lists& lists : kLists) {
    if (lists.language != language) continue;
    std::string_view endings = lists.endings;
    while (!endings.empty()) {
      const size_t end = std::min(endings.find(' '), endings.size());
      const std::string_view ending = endings.substr(0, end);
      if (word.size() >= ending.size() + kLettersBeforeEnding && word.ends_with(ending)) return true;
      endings.remove_prefix(std::min(endings.size(), end + 1));
    }
  }
  return false;
}

}  // namespace sojourn
