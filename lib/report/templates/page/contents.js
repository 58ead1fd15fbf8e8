"use strict";
// Contents that follow the reader: the section being read is marked, and named in the bar where the list is folded.
{
  const nav = document.querySelector("nav.contents"), list = nav.querySelector("details");
  const here = nav.querySelector(".here"), wide = matchMedia("(min-width: 82rem)");
  const links = [...nav.querySelectorAll("a")];
  const places = links.map(link => document.getElementById(link.hash.slice(1)));
  let waiting = false;
  const mark = () => {
    waiting = false;
    const line = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 8;
    let at = places.findLastIndex(place => place.getBoundingClientRect().top <= line);
    if (scrollY + innerHeight >= document.documentElement.scrollHeight - 2) at = places.length - 1;
    links.forEach((link, index) => {
      if (index === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    here.textContent = at < 0 ? "" : links[at].textContent;
    if (wide.matches && at >= 0) nav.scrollTop = links[at].offsetTop - nav.clientHeight / 2;
  };
  const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } };
  const fold = () => { list.open = wide.matches; later(); };
  addEventListener("scroll", later, {passive: true});
  addEventListener("resize", later);
  wide.addEventListener("change", fold);
  nav.addEventListener("click", event => { if (event.target.closest("a") && !wide.matches) list.open = false; });
  fold();
}
