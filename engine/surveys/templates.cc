#include "surveys/templates.h"

#include <array>

#include "base/suggest.h"
#include "surveys/template_texts.h"

namespace sojourn {
namespace {

struct Template {
  std::string_view id;
  std::string_view json;
};

constexpr std::string_view kNps = R"json({"name": "nps",
"title": {"en": "How are we doing?", "nl": "Hoe doen we het?", "de": "Wie zufrieden sind Sie mit uns?",
  "ru": "Как у нас получается?", "zh": "您觉得我们做得怎么样？"},
"intro": {"en": "It takes less than a minute.", "nl": "Het kost minder dan een minuut.",
  "de": "Es dauert weniger als eine Minute.", "ru": "Это займёт меньше минуты.", "zh": "只需不到一分钟。"},
"thanks": {"en": "Thank you. We read every answer.", "nl": "Dank u wel. We lezen elk antwoord.",
  "de": "Vielen Dank. Wir lesen jede Antwort.", "ru": "Спасибо! Мы читаем каждый ответ.",
  "zh": "谢谢！我们会阅读每一条回答。"},
"languages": ["en", "nl", "de", "ru", "zh"],
"questions": [
{"id": "score", "kind": "nps", "required": true,
 "text": {"en": "How likely are you to recommend us to a friend or colleague?",
  "nl": "Hoe waarschijnlijk is het dat u ons aanbeveelt bij een vriend of collega?",
  "de": "Wie wahrscheinlich ist es, dass Sie uns Freunden oder Kollegen weiterempfehlen?",
  "ru": "Насколько вероятно, что вы порекомендуете нас друзьям или коллегам?",
  "zh": "您有多大可能把我们推荐给朋友或同事？"},
 "low": {"en": "not at all likely", "nl": "zeer onwaarschijnlijk", "de": "sehr unwahrscheinlich",
  "ru": "совсем маловероятно", "zh": "完全不可能"},
 "high": {"en": "extremely likely", "nl": "zeer waarschijnlijk", "de": "äußerst wahrscheinlich",
  "ru": "очень вероятно", "zh": "非常可能"}},
{"id": "better", "kind": "text", "when": {"question": "score", "comparison": "<=", "value": 8},
 "text": {"en": "What should we do better?", "nl": "Wat kunnen we beter doen?", "de": "Was sollten wir besser machen?",
  "ru": "Что нам стоит улучшить?", "zh": "我们哪些地方可以做得更好？"}},
{"id": "good", "kind": "text", "when": {"question": "score", "comparison": ">=", "value": 9},
 "text": {"en": "What do you like most about us?", "nl": "Wat bevalt u het meest aan ons?",
  "de": "Was gefällt Ihnen an uns am besten?", "ru": "Что вам нравится у нас больше всего?",
  "zh": "您最喜欢我们哪一点？"}}
]})json";

constexpr std::string_view kCsat = R"json({"name": "csat",
"title": {"en": "Are you satisfied?", "nl": "Bent u tevreden?", "de": "Sind Sie zufrieden?",
  "ru": "Вы довольны?", "zh": "您满意吗？"},
"thanks": {"en": "Thank you for your answer.", "nl": "Bedankt voor uw antwoord.", "de": "Vielen Dank für Ihre Antwort.",
  "ru": "Спасибо за ваш ответ.", "zh": "感谢您的回答。"},
"languages": ["en", "nl", "de", "ru", "zh"],
"questions": [
{"id": "score", "kind": "csat", "required": true,
 "text": {"en": "How satisfied are you with how we helped you?", "nl": "Hoe tevreden bent u over hoe we u hebben geholpen?",
  "de": "Wie zufrieden sind Sie damit, wie wir Ihnen geholfen haben?",
  "ru": "Насколько вы довольны тем, как мы вам помогли?", "zh": "您对我们提供的帮助满意吗？"},
 "low": {"en": "very dissatisfied", "nl": "zeer ontevreden", "de": "sehr unzufrieden", "ru": "очень недоволен",
  "zh": "非常不满意"},
 "high": {"en": "very satisfied", "nl": "zeer tevreden", "de": "sehr zufrieden", "ru": "очень доволен",
  "zh": "非常满意"}},
{"id": "why", "kind": "text",
 "text": {"en": "What made you choose this answer?", "nl": "Waarom geeft u dit antwoord?",
  "de": "Was ist der Grund für Ihre Antwort?", "ru": "Почему вы выбрали этот ответ?", "zh": "您为什么这样选择？"}}
]})json";

constexpr std::string_view kCes = R"json({"name": "ces",
"title": {"en": "Was it easy?", "nl": "Was het makkelijk?", "de": "War es einfach?", "ru": "Было ли это просто?",
  "zh": "办理过程方便吗？"},
"thanks": {"en": "Thank you. This helps us to make it easier.", "nl": "Dank u wel. Zo maken we het makkelijker.",
  "de": "Vielen Dank. So machen wir es einfacher.", "ru": "Спасибо! Это поможет нам сделать всё проще.",
  "zh": "谢谢！这会帮助我们把流程变得更简单。"},
"languages": ["en", "nl", "de", "ru", "zh"],
"questions": [
{"id": "score", "kind": "ces", "required": true,
 "text": {"en": "We made it easy for you to get this done. Do you agree?",
  "nl": "We hebben het u makkelijk gemaakt om dit te regelen. Bent u het daarmee eens?",
  "de": "Wir haben es Ihnen leicht gemacht, Ihr Anliegen zu erledigen. Stimmen Sie zu?",
  "ru": "Вам было легко решить у нас свой вопрос. Вы согласны?",
  "zh": "我们让您轻松办妥了这件事。您同意吗？"},
 "low": {"en": "strongly disagree", "nl": "zeer mee oneens", "de": "stimme gar nicht zu", "ru": "совсем не согласен",
  "zh": "非常不同意"},
 "high": {"en": "strongly agree", "nl": "zeer mee eens", "de": "stimme voll zu", "ru": "полностью согласен",
  "zh": "非常同意"}},
{"id": "hard", "kind": "text", "when": {"question": "score", "comparison": "<=", "value": 4},
 "text": {"en": "What made it hard?", "nl": "Wat maakte het lastig?", "de": "Was war schwierig?",
  "ru": "Что вызвало трудности?", "zh": "哪一步让您觉得麻烦？"}}
]})json";

constexpr std::string_view kAfterDelivery = R"json({"name": "after-delivery", "touchpoint": "delivery",
"title": {"en": "How was your delivery?", "nl": "Hoe was uw bezorging?", "de": "Wie war Ihre Lieferung?",
  "ru": "Как прошла доставка?", "zh": "您的收货体验如何？"},
"intro": {"en": "A few short questions about your last order.", "nl": "Een paar korte vragen over uw laatste bestelling.",
  "de": "Ein paar kurze Fragen zu Ihrer letzten Bestellung.", "ru": "Несколько коротких вопросов о вашем последнем заказе.",
  "zh": "关于您最近一次订单的几个小问题。"},
"thanks": {"en": "Thank you. The next delivery will be better for it.",
  "nl": "Dank u wel. De volgende bezorging wordt er beter van.",
  "de": "Vielen Dank. Die nächste Lieferung wird dadurch besser.", "ru": "Спасибо! Следующая доставка станет лучше.",
  "zh": "谢谢！下一次配送会因此变得更好。"},
"languages": ["en", "nl", "de", "ru", "zh"],
"questions": [
{"id": "delivery", "kind": "csat", "required": true,
 "text": {"en": "How satisfied are you with the delivery of your order?",
  "nl": "Hoe tevreden bent u over de bezorging van uw bestelling?",
  "de": "Wie zufrieden sind Sie mit der Lieferung Ihrer Bestellung?",
  "ru": "Насколько вы довольны доставкой вашего заказа?", "zh": "您对这次订单的配送满意吗？"},
 "low": {"en": "very dissatisfied", "nl": "zeer ontevreden", "de": "sehr unzufrieden", "ru": "очень недоволен",
  "zh": "非常不满意"},
 "high": {"en": "very satisfied", "nl": "zeer tevreden", "de": "sehr zufrieden", "ru": "очень доволен",
  "zh": "非常满意"}},
{"id": "wrong", "kind": "choice", "when": {"question": "delivery", "comparison": "<=", "value": 3},
 "text": {"en": "What went wrong?", "nl": "Wat ging er mis?", "de": "Was ist schiefgelaufen?", "ru": "Что пошло не так?",
  "zh": "哪里出了问题？"},
 "choices": [
  {"id": "late", "text": {"en": "It came too late", "nl": "Het kwam te laat", "de": "Sie kam zu spät",
   "ru": "Заказ пришёл слишком поздно", "zh": "送达太晚"}},
  {"id": "damaged", "text": {"en": "Something was damaged", "nl": "Er was iets beschadigd", "de": "Etwas war beschädigt",
   "ru": "Что-то было повреждено", "zh": "商品有损坏"}},
  {"id": "incomplete", "text": {"en": "Something was missing", "nl": "Er ontbrak iets", "de": "Es fehlte etwas",
   "ru": "Чего-то не хватало", "zh": "商品有缺失"}},
  {"id": "other", "text": {"en": "Something else", "nl": "Iets anders", "de": "Etwas anderes", "ru": "Другое",
   "zh": "其他"}}]},
{"id": "comment", "kind": "text",
 "text": {"en": "Is there anything you want to tell us about it?", "nl": "Wilt u er nog iets over kwijt?",
  "de": "Möchten Sie uns noch etwas dazu sagen?", "ru": "Хотите ещё что-нибудь добавить?",
  "zh": "您还有什么想告诉我们的吗？"}},
{"id": "recommend", "kind": "nps",
 "text": {"en": "How likely are you to recommend us to a friend or colleague?",
  "nl": "Hoe waarschijnlijk is het dat u ons aanbeveelt bij een vriend of collega?",
  "de": "Wie wahrscheinlich ist es, dass Sie uns Freunden oder Kollegen weiterempfehlen?",
  "ru": "Насколько вероятно, что вы порекомендуете нас друзьям или коллегам?",
  "zh": "您有多大可能把我们推荐给朋友或同事？"},
 "low": {"en": "not at all likely", "nl": "zeer onwaarschijnlijk", "de": "sehr unwahrscheinlich",
  "ru": "совсем маловероятно", "zh": "完全不可能"},
 "high": {"en": "extremely likely", "nl": "zeer waarschijnlijk", "de": "äußerst wahrscheinlich",
  "ru": "очень вероятно", "zh": "非常可能"}}
]})json";

// By name.
const std::array<Template, 6>& templates() {
  static const std::array<Template, 6> kTemplates{{{"after-delivery", kAfterDelivery},
                                                   {"ces", kCes},
                                                   {"csat", kCsat},
                                                   {"experience", kExperienceTemplate},
                                                   {"nps", kNps},
                                                   {"stars", kStarsTemplate}}};
  return kTemplates;
}

}  // namespace

std::vector<std::string> survey_template_names() {
  std::vector<std::string> names;
  for (const Template& each : templates()) names.emplace_back(each.id);
  return names;
}

Result<Survey> survey_template(std::string_view id, std::string_view name) {
  for (const Template& each : templates()) {
    if (each.id != id) continue;
    SOJOURN_TRY(Survey survey, parse_survey_json(each.json));
    if (!name.empty()) survey.name = name;
    if (!is_survey_name(survey.name)) {
      return Status::invalid("1 to 64 small letters, digits, - and _ were expected", "name");
    }
    return survey;
  }
  return Status::not_found("there is no template \"" + std::string(id.substr(0, 80)) +
                               "\"; there are after-delivery, ces, csat, experience, nps and stars." +
                               did_you_mean(id, survey_template_names()),
                           "template");
}

}  // namespace sojourn
