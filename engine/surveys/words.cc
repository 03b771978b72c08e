#include "surveys/words.h"

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 5> kLanguages{"en", "nl", "de", "ru", "zh"};
constexpr size_t kWordCount = static_cast<size_t>(SurveyWord::kClose) + 1;

// In the order of the enum and of the languages.
constexpr std::array<std::array<std::string_view, 5>, kWordCount> kWords{{
    {"Send", "Versturen", "Absenden", "Отправить", "提交"},
    {"Continue", "Verder", "Weiter", "Далее", "继续"},
    {"Send my answer: {}", "Mijn antwoord versturen: {}", "Meine Antwort absenden: {}", "Отправить мой ответ: {}",
     "提交我的回答：{}"},
    {"Your answer is sent as soon as you move the pointer, scroll or touch this page.",
     "Uw antwoord wordt verstuurd zodra u de muis beweegt, scrolt of deze pagina aanraakt.",
     "Ihre Antwort wird gesendet, sobald Sie die Maus bewegen, scrollen oder diese Seite berühren.",
     "Ваш ответ будет отправлен, как только вы сдвинете курсор, прокрутите страницу или коснётесь её.",
     "当您移动鼠标、滚动或触摸此页面时，您的回答即会提交。"},
    {"Choose another answer", "Een ander antwoord kiezen", "Eine andere Antwort wählen", "Выбрать другой ответ",
     "选择其他回答"},
    {"optional", "niet verplicht", "freiwillig", "необязательно", "选填"},
    {"several answers possible", "meerdere antwoorden mogelijk", "mehrere Antworten möglich", "можно выбрать несколько",
     "可多选"},
    {"{} of {}", "{} van {}", "{} von {}", "{} из {}", "{}（共 {}）"},
    {"Please answer this question.", "Beantwoord deze vraag alstublieft.", "Bitte beantworten Sie diese Frage.",
     "Пожалуйста, ответьте на этот вопрос.", "请回答此问题。"},
    {"Please answer at least one question.", "Beantwoord alstublieft ten minste één vraag.",
     "Bitte beantworten Sie mindestens eine Frage.", "Пожалуйста, ответьте хотя бы на один вопрос.",
     "请至少回答一个问题。"},
    {"This answer is not possible here.", "Dit antwoord kan hier niet.", "Diese Antwort ist hier nicht möglich.",
     "Такой ответ здесь невозможен.", "此处不能使用该回答。"},
    {"This answer is too long.", "Dit antwoord is te lang.", "Diese Antwort ist zu lang.",
     "Этот ответ слишком длинный.", "回答过长。"},
    {"Please look at your answers again", "Kijk uw antwoorden nog even na", "Bitte prüfen Sie Ihre Antworten",
     "Пожалуйста, проверьте ответы", "请检查您的回答"},
    {"Your answer {} has been received. If you like, tell us more:",
     "Uw antwoord {} is ontvangen. Als u wilt, kunt u meer vertellen:",
     "Ihre Antwort {} ist angekommen. Wenn Sie möchten, erzählen Sie uns mehr:",
     "Ваш ответ {} получен. Если хотите, расскажите подробнее:", "您的回答 {} 已收到。如果愿意，请告诉我们更多："},
    {"Thank you for your answer.", "Bedankt voor uw antwoord.", "Vielen Dank für Ihre Antwort.",
     "Спасибо за ваш ответ.", "感谢您的回答。"},
    {"This link is not complete. Please open it again from the message that you received.",
     "Deze link is niet volledig. Open hem opnieuw vanuit het bericht dat u kreeg.",
     "Dieser Link ist nicht vollständig. Bitte öffnen Sie ihn noch einmal aus der Nachricht, die Sie erhalten haben.",
     "Эта ссылка неполная. Откройте её ещё раз из полученного сообщения.",
     "此链接不完整，请从您收到的消息中重新打开。"},
    {"This survey has ended. Thank you for wanting to answer.",
     "Deze vragenlijst is gesloten. Bedankt dat u wilde antwoorden.",
     "Diese Umfrage ist beendet. Danke, dass Sie antworten wollten.",
     "Этот опрос завершён. Спасибо, что хотели ответить.", "此调查已结束，感谢您的参与意愿。"},
    {"You have answered already. Thank you; nothing more is needed.",
     "U heeft al geantwoord. Dank u wel, er is niets meer nodig.",
     "Sie haben bereits geantwortet. Vielen Dank, mehr ist nicht nötig.",
     "Вы уже ответили. Спасибо, больше ничего не нужно.", "您已经回答过了。谢谢，无需再操作。"},
    {"This survey is for those who were invited. Please use the link in your invitation.",
     "Deze vragenlijst is voor wie is uitgenodigd. Gebruik de link in uw uitnodiging.",
     "Diese Umfrage ist für Eingeladene. Bitte nutzen Sie den Link in Ihrer Einladung.",
     "Этот опрос только для приглашённых. Воспользуйтесь ссылкой из приглашения.",
     "此调查仅限受邀者参加，请使用邀请中的链接。"},
    {"There is no survey at this address.", "Op dit adres is geen vragenlijst.",
     "Unter dieser Adresse gibt es keine Umfrage.", "По этому адресу нет опроса.", "此地址没有调查。"},
    {"That was a little too often. Please wait a few minutes and try again.",
     "Dat was wat te vaak. Wacht een paar minuten en probeer het opnieuw.",
     "Das war etwas zu oft. Bitte warten Sie ein paar Minuten und versuchen Sie es erneut.",
     "Слишком часто. Подождите несколько минут и попробуйте снова.", "操作过于频繁，请稍等几分钟再试。"},
    {"Your answer could not be stored just now. Please try again in a moment.",
     "Uw antwoord kon nu niet worden opgeslagen. Probeer het zo meteen opnieuw.",
     "Ihre Antwort konnte gerade nicht gespeichert werden. Bitte versuchen Sie es gleich noch einmal.",
     "Сейчас не удалось сохранить ваш ответ. Попробуйте ещё раз чуть позже.", "暂时无法保存您的回答，请稍后再试。"},
    {"Languages", "Talen", "Sprachen", "Языки", "语言"},
    {"Close", "Sluiten", "Schließen", "Закрыть", "关闭"},
}};

struct LanguageName {
  std::string_view code;
  std::string_view name;
};
constexpr std::array<LanguageName, 20> kNames{{
    {"en", "English"},    {"nl", "Nederlands"}, {"de", "Deutsch"},  {"ru", "Русский"},   {"zh", "中文"},
    {"fr", "Français"},   {"es", "Español"},    {"it", "Italiano"}, {"pt", "Português"}, {"pl", "Polski"},
    {"uk", "Українська"}, {"tr", "Türkçe"},     {"sv", "Svenska"},  {"da", "Dansk"},     {"nb", "Norsk bokmål"},
    {"fi", "Suomi"},      {"cs", "Čeština"},    {"ja", "日本語"},   {"ar", "العربية"},   {"he", "עברית"},
}};

std::string_view family_of(std::string_view language) { return language.substr(0, language.find('-')); }

}  // namespace

std::string_view survey_word(SurveyWord word, std::string_view language) {
  const auto found = std::find(kLanguages.begin(), kLanguages.end(), family_of(language));
  const size_t column = found == kLanguages.end() ? 0 : static_cast<size_t>(found - kLanguages.begin());
  return kWords[static_cast<size_t>(word)][column];
}

std::string survey_word(SurveyWord word, std::string_view language, std::string_view first, std::string_view second) {
  std::string text(survey_word(word, language));
  size_t from = 0;
  for (const std::string_view each : {first, second}) {
    const size_t mark = text.find("{}", from);
    if (mark == std::string::npos) break;
    text.replace(mark, 2, each);
    from = mark + each.size();
  }
  return text;
}

std::string_view language_name(std::string_view language) {
  for (const LanguageName& each : kNames) {
    if (each.code == language) return each.name;
  }
  return language;
}

bool runs_from_right(std::string_view language) {
  const std::string_view family = family_of(language);
  return family == "ar" || family == "he" || family == "fa" || family == "ur";
}

}  // namespace sojourn
