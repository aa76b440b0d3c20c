/** 陈列室页面的文案；各个元素的说明在 `zh-manual.ts` 里。 */
import type { enGallery } from "./en-gallery.js";

export const zhGallery: typeof enGallery = {
  gallery: {
    title: "陈列室",
    lead: "所有展品都摆在这里，可以当场操作，用法也写在旁边。每个展品都能放进任何网页：把几行代码贴进你的讲义，它就在读者的浏览器里真实计算。",
    description: "Unrolled 的全部展品：当场可用，附有属性和事件的说明，以及放进自己网页的代码。",
    choose: "中文陈列室",
    contents: "展品",
    needsScript: "展品在浏览器里计算，需要启用 JavaScript。",
    embed: "放进你的网页",
    copy: "复制", copied: "已复制。", select: "浏览器不允许页面写入剪贴板。代码已经选中，请按 Ctrl+C 或 ⌘C。",
    reference: (tag) => `${tag} 的属性、事件和其他接口`,
    kind: { attr: "标签属性", prop: "脚本属性", fires: "事件", slot: "标签之间的内容", csspart: "可以用 ::part() 设置样式的部分" },
    unnamed: "内容",
  },
};
