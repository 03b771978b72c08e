#include "text/conversation_cues.h"

#include <algorithm>
#include <map>
#include <string>

namespace sojourn {
namespace {

constexpr size_t kPhraseTokensMax = 6;
constexpr size_t kAskingReach = 6;  // Tokens from a word of asking to the one asked for.

// Phrases of a kind, a bar between two.
struct Lists {
  std::string_view language;
  std::string_view hesitation;
  std::string_view apology;
  std::string_view courtesy;
  std::string_view promise;
  std::string_view ask;
  std::string_view superior;
  std::string_view demand;
};

constexpr std::array<Lists, 5> kLists{{
    {"en", "um|umm|uh|uhh|uhm|er|erm|hm|hmm|let me see|let me think|how do i put it|how shall i put it|sort of|kind of",
     "sorry|so sorry|apologies|apology|apologise|apologize|my mistake|our mistake|my bad|forgive me|pardon|excuse me",
     "please|thanks|thank you|thank you so much|thank you very much|many thanks|thanks a lot|thx|much "
     "appreciated|cheers|"
     "you're welcome|my pleasure",
     "i will|i'll|we will|we'll|i promise|we promise|you will receive|you'll receive|you will get|you'll get|i "
     "guarantee|"
     "we guarantee|you can count on|rest assured",
     "speak|talk|get|want|need|transfer|connect|put|call|fetch|escalate|demand|where|bring|see|contact",
     "manager|managers|supervisor|supervisors|superior|superiors|boss|team leader|team lead|director|someone in charge|"
     "somebody in charge|someone higher|somebody higher|someone senior|person in charge|head office|management",
     "your manager|your supervisor|your superior|your boss|escalate this|escalate my|escalate it"},
    {"nl", "eh|ehm|uh|uhm|hm|hmm|tja|even kijken|eens kijken|even denken|hoe zeg ik dat|hoe zal ik het zeggen|zeg maar",
     "sorry|excuses|excuus|spijt|het spijt me|het spijt mij|het spijt ons|spijt me|spijt ons|neem me niet "
     "kwalijk|pardon|"
     "mijn fout|onze fout|vergeef me",
     "alsjeblieft|alstublieft|aub|svp|graag|bedankt|dank|dank je|dank u|dank je wel|dank u wel|dankjewel|dankuwel|"
     "hartelijk dank|bij voorbaat dank|graag gedaan",
     "ik zal|we zullen|wij zullen|ik beloof|wij beloven|u krijgt|je krijgt|u ontvangt|je ontvangt|ik ga ervoor zorgen|"
     "ik zorg|wij zorgen|we zorgen|ik regel|wij regelen|we regelen|ik garandeer|wij garanderen",
     "spreken|praten|wil|willen|doorverbinden|doorverbonden|verbind|geef|haal|bel|roep|eis|waar",
     "manager|managers|leidinggevende|leidinggevenden|supervisor|chef|baas|teamleider|directeur|directie|"
     "afdelingshoofd|iemand hogerop|verantwoordelijke",
     "uw manager|je manager|uw leidinggevende|je leidinggevende|uw chef|je chef|je baas|uw supervisor|je supervisor|"
     "manager spreken|leidinggevende spreken|chef spreken|supervisor spreken|teamleider spreken|baas spreken"},
    {"de", "äh|ähm|öh|öhm|hm|hmm|tja|mal sehen|mal schauen|moment mal|wie soll ich sagen|sozusagen",
     "entschuldigung|entschuldigen|entschuldige|entschuldigt|entschuldigen sie|tut mir leid|tut mir sehr leid|"
     "tut uns leid|tut uns sehr leid|verzeihung|verzeihen|pardon|sorry|mein fehler|unser fehler|bedauern|bedauere",
     "bitte|danke|dankeschön|danke schön|danke sehr|danke vielmals|vielen dank|besten dank|herzlichen dank|"
     "bitte schön|bitte sehr|gern geschehen",
     "ich werde|wir werden|ich verspreche|wir versprechen|sie erhalten|sie bekommen|du bekommst|du erhältst|"
     "ich kümmere mich|wir kümmern uns|ich garantiere|wir garantieren|ich sorge|wir sorgen",
     "sprechen|reden|will|möchte|verbinden|geben|holen|rufen|verlange|wo|hole|gib|rufe|brauche",
     "vorgesetzten|vorgesetzter|vorgesetzte|chef|chefin|manager|managerin|teamleiter|teamleiterin|abteilungsleiter|"
     "abteilungsleiterin|geschäftsführer|geschäftsführung|leitung|verantwortlichen|supervisor",
     "ihren vorgesetzten|ihrem vorgesetzten|ihr vorgesetzter|ihren chef|ihrem chef|ihre chefin|ihren manager|"
     "deinen chef|deinem chef|vorgesetzten sprechen|chef sprechen|manager sprechen|teamleiter sprechen"},
    {"ru", "э|ээ|эм|эмм|эээ|мм|ммм|хм|хмм|ну|как бы|как сказать|как это|сейчас посмотрю|это самое|так сказать",
     "извините|извини|извиняюсь|извиняемся|простите|прости|извинения|приношу извинения|приносим извинения|"
     "прошу прощения|просим прощения|прощения|моя ошибка|наша ошибка|сожалею|сожалеем",
     "пожалуйста|спасибо|большое спасибо|спасибо большое|благодарю|благодарим|будьте добры|будьте любезны|"
     "заранее спасибо|рад помочь|рады помочь",
     "обещаю|обещаем|я сделаю|мы сделаем|я проверю|мы проверим|я перезвоню|мы перезвоним|вам перезвонят|вы получите|"
     "обязательно|гарантирую|гарантируем|мы вернём|мы вернем|я оформлю|мы оформим|я отправлю|мы отправим|я уточню|"
     "мы уточним|мы свяжемся|я свяжусь|постараюсь|постараемся",
     "поговорить|позовите|позови|соедините|переключите|дайте|хочу|требую|нужен|нужно|говорить|переведите|пригласите|"
     "где",
     "начальника|начальник|начальником|начальству|начальством|руководителя|руководителем|руководитель|руководство|"
     "руководством|директора|директором|директор|старшего|старшим|старший|управляющего|управляющим|супервайзера|"
     "супервайзером|менеджера|менеджером",
     "ваш начальник|вашего начальника|вашим начальником|ваше руководство|вашим руководством|вашего руководителя|"
     "вашим руководителем|вашего директора"},
    {"zh", "嗯|呃|唔|这个嘛|怎么说呢|怎么说|我想想|让我想想|我看看|让我看看|那什么",
     "对不起|抱歉|很抱歉|非常抱歉|不好意思|道歉|致歉|请原谅|请谅解|请见谅|敬请谅解|我的错|我们的错",
     "请问|请您|请你|请帮|请稍|谢谢|谢谢您|谢谢你|感谢|非常感谢|多谢|麻烦您|麻烦你|劳驾|拜托|不客气|辛苦了",
     "保证|承诺|我会|我们会|您会收到|你会收到|一定会|会尽快|尽快为您|马上为您|立刻为您|会给您|会帮您",
     "找|叫|要|转|让|见|换|跟|请|接|联系|投诉", "经理|主管|领导|上级|负责人|上司|老板|店长|主任",
     "你们经理|你们领导|你们主管|你们老板|你们负责人|叫经理|找经理|叫你们"},
}};

}  // namespace

void CueList::add(Kind kind, std::string_view phrases) {
  Tokenizer tokenizer;
  Words& words = kind >= Kind::kAsk ? superiors_ : cues_;
  while (!phrases.empty()) {
    const size_t bar = std::min(phrases.find('|'), phrases.size());
    tokenizer.read(phrases.substr(0, bar));
    uint64_t hash = 0;
    for (const Token& token : tokenizer.tokens()) hash = join_hashes(hash, token.hash);
    words.emplace(hash, kind);
    phrases.remove_prefix(std::min(bar + 1, phrases.size()));
  }
}

CueList CueList::make(std::string_view language) {
  CueList list;
  for (const Lists& each : kLists) {
    if (each.language != language) continue;
    list.add(Kind::kHesitation, each.hesitation);
    list.add(Kind::kApology, each.apology);
    list.add(Kind::kCourtesy, each.courtesy);
    list.add(Kind::kPromise, each.promise);
    list.add(Kind::kDemand, each.demand);
    list.add(Kind::kSuperior, each.superior);
    list.add(Kind::kAsk, each.ask);
  }
  return list;
}

const CueList* CueList::built_in(std::string_view language) {
  static const auto* const kAll = [] {
    auto* all = new std::map<std::string, CueList, std::less<>>;
    for (const Lists& each : kLists) all->emplace(each.language, make(each.language));
    return all;
  }();
  const auto found = kAll->find(language.substr(0, language.find_first_of("-_")));
  return found == kAll->end() ? nullptr : &found->second;
}

CueList::Match CueList::longest(const Words& words, const Tokenizer& tokenizer, size_t token) {
  const auto tokens = tokenizer.tokens();
  Match match{};
  uint64_t hash = 0;
  for (size_t i = token; i < std::min(token + kPhraseTokensMax, tokens.size()); ++i) {
    hash = join_hashes(hash, tokens[i].hash);
    if (const auto found = words.find(hash); found != words.end()) match = {found->second, i + 1 - token};
  }
  return match;
}

void CueList::count(const Tokenizer& tokenizer, CueCounts& counts) const {
  for (size_t token = 0; token < tokenizer.tokens().size();) {
    const Match match = longest(cues_, tokenizer, token);
    if (match.tokens > 0) ++counts[static_cast<size_t>(match.kind)];
    token += std::max<size_t>(match.tokens, 1);
  }
}

bool CueList::asks_for_superior(const Tokenizer& tokenizer) const {
  size_t asked = SIZE_MAX;  // Where the last word of asking stands.
  for (size_t token = 0; token < tokenizer.tokens().size();) {
    const Match match = longest(superiors_, tokenizer, token);
    if (match.tokens > 0 && match.kind == Kind::kDemand) return true;
    if (match.tokens > 0 && match.kind == Kind::kSuperior && asked != SIZE_MAX && token - asked <= kAskingReach) {
      return true;
    }
    token += std::max<size_t>(match.tokens, 1);
    if (match.tokens > 0 && match.kind == Kind::kAsk) asked = token - 1;
  }
  return false;
}

}  // namespace sojourn
