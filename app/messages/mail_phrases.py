"""The phrases that mail programs and people put around an answer, a phrase a line, in many languages."""

import re


def _any_of(phrases: str) -> str:
    """An expression for any of the phrases."""
    lines = (line.strip() for line in phrases.strip().splitlines())
    return f"(?:{'|'.join(lines)})"


# What begins "On … wrote:", and its verbs.
OPENING_WORD = _any_of("""
    on
    am
    el
    le
    il
    op
    den
    em
    dne
    dnia
    w dniu
""")
VERB = _any_of(r"""
    wrote
    writes
    schrieb
    escribi[óo]
    a écrit
    ha scritto
    schreef
    skrev
    escreveu
    napisała?
    napisał\(a\)
    napsala?
    kirjoitti
    írta
    написала?
""")
OPENING = re.compile(rf"{OPENING_WORD}\s.*{VERB}(?!\w).*:$", re.IGNORECASE)
BEGINS_OPENING = re.compile(rf"{OPENING_WORD}\s", re.IGNORECASE)
FORWARDED = re.compile(
    _any_of("""
        begin forwarded message
        anfang der weitergeleiteten nachricht
        inicio del mensaje reenviado
        début du message réexpédié
        début du message transféré
        inizio messaggio inoltrato
        begin doorgestuurd bericht
    """)
    + r"\s?:",
    re.IGNORECASE,
)
# Outlook's block of headers, and others'.
FROM = re.compile(
    _any_of("""
        from
        von
        de
        da
        van
        från
        fra
        od
        absender
        remitente
        expéditeur
    """)
    + r"\s?:\s?\S",
    re.IGNORECASE,
)
NEXT_HEADER = re.compile(
    _any_of("""
        sent
        date
        to
        cc
        subject
        gesendet(?: am)?
        datum
        an
        betreff
        enviado(?: el)?
        fecha
        para
        asunto
        envoyé(?: le)?
        à
        objet
        inviato
        data
        a
        oggetto
        verzonden
        aan
        onderwerp
        skickat
        till
        ämne
        sendt
        til
        emne
    """)
    + r"\s?:",
    re.IGNORECASE,
)
# What a program or a scanner adds below.
BY_PROGRAM = re.compile(
    _any_of(r"""
        (?:sent|gesendet) (?:from|via|with|by|using|von|vom|mit|über)\b
        envoyée? (?:de|depuis|avec|via|par|à partir)\b
        enviado (?:desde|con|de|do|por|via|vía)\b
        inviato (?:da|dal|con)\b
        (?:verzonden|verstuurd) (?:vanaf|van|met|via)\b
        (?:skickat|sendt) (?:från|fra|med)\b
        wysłan[eo] z\b
        (?:von|mit) meine[mr]\b.*\b(?:gesendet|geschrieben)
        von unterwegs gesendet
        diese (?:e-?mail|nachricht) wurde\b
        this (?:e-?mail|message) (?:was|has been) (?:sent|checked|scanned)\b
        ce(?:t e-?mail| message| mail) a été\b
        este (?:correo|mensaje) (?:ha sido|fue|se envió)\b
        (?:get|download|try) (?:the )?(?:outlook|yahoo|gmx|aol)\b
        (?:hol|holen|laden|lade) .*\boutlook\b
        (?:obtener|obtén|descargar?|obtene[rz]|obtenir|télécharge[rz]?|scarica|ottieni) (?:l')?outlook\b
        outlook (?:for|für|para|pour|per|voor)\b
        (?:yahoo|aol) mail\b
        virus-?free\b
        virenfrei\b
        libre de virus\b
        (?:garanti )?sans virus\b
        confidentiality notice\b
        legal notice\b
    """),
    re.IGNORECASE,
)
CLOSING = re.compile(
    _any_of(r"""
        all the best
        (?:with )?best(?: wishes| regards)?
        (?:with )?(?:kind|kindest|warm|warmest) (?:regards|wishes)
        regards
        warmly
        (?:lots of |with )?love
        sincerely(?: yours)?
        yours(?: truly| sincerely)?
        cheers
        (?:many )?thanks(?: again| so much)?
        thank you(?: so much)?
        take care
        (?:good)?bye
        xx+
        xoxo
        have a (?:nice|good|lovely) day
        lg
        vg
        mfg
        (?:liebe|viele|herzliche|beste|schöne|freundliche)n? grü(?:ß|ss)e
        mit (?:freundlichen|besten|herzlichen|lieben) grü(?:ß|ss)en
        grü(?:ß|ss)e?
        danke(?: schön)?
        saludos(?: cordiales)?
        un saludo
        (?:un )?abrazos?
        (?:muchas )?gracias
        atentamente
        (?:bien )?cordialement
        bien à vous
        (?:grosses )?bises
        merci(?: beaucoup)?
        à bientôt
        cordiali saluti
        grazie
        groetjes
        met vriendelijke groet
    """)
    + r"[\s,.!♥❤️🙂😊🙏]*$",
    re.IGNORECASE,
)
GREETING = re.compile(
    _any_of(r"""
        hi
        hello
        hey
        dear
        (?:good )?morning
        good (?:afternoon|evening)
        hallo
        liebe
        guten (?:morgen|tag|abend)
        hola
        buenos días
        buenas (?:tardes|noches)
        bonjour
        bonsoir
        chère
        ciao
    """)
    + r"(?: there)?(?: bonny)?[\s,.!:–-]*$",
    re.IGNORECASE,
)
# What a mail is called that answers by itself.
AWAY = re.compile(
    _any_of(r"""
        out of (?:the )?office
        auto(?:matic)?[- ]?(?:reply|response|responder)
        vacation (?:reply|response|message)
        away from (?:the|my) (?:office|mail|desk)
        undeliver(?:ed|able)
        (?:delivery|mail) (?:status notification|failure)
        read(?: receipt)?:
        automatische antwort
        abwesenheit
        (?:bin )?(?:nicht|außer) im (?:büro|haus)
        unzustellbar
        gelesen:
        respuesta autom[aá]tica
        fuera de (?:la )?oficina
        le[ií]do:
        r[ée]ponse automatique
        absen(?:ce|te?) du bureau
        lu ?:
        risposta automatica
        fuori ufficio
        automatisch antwoord
        afwezig
    """),
    re.IGNORECASE,
)
